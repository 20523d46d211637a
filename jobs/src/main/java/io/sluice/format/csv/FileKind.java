// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Kinds of files that are taken for CSV by mistake, told by their first bytes. */
enum FileKind {
  GZIP("a gzip archive", "give its name the ending .gz", "\u001f\u008b"),
  ZIP("a zip archive or an Excel workbook", "save the table in it as CSV", "PK\u0003\u0004"),
  OLD_EXCEL("an old Excel or Word file", "save it as CSV", "\u00d0\u00cf\u0011\u00e0"),
  BZIP2("a bzip2 archive", "unpack it, or pack it with gzip", "BZh91AY&SY"),
  XZ("an xz archive", "unpack it, or pack it with gzip", "\u00fd7zXZ\u0000"),
  ZSTD("a zstd archive", "unpack it, or pack it with gzip", "(\u00b5/\u00fd"),
  SEVEN_ZIP("a 7z archive", "unpack it, or pack it with gzip", "7z\u00bc\u00af"),
  PARQUET("a Parquet file", "export it as CSV", "PAR1"),
  ORC("an ORC file", "export it as CSV", "ORC\n", "ORC\b"),
  AVRO("an Avro file", "export it as CSV", "Obj\u0001"),
  SQLITE("an SQLite database", "export its table as CSV", "SQLite format 3\u0000"),
  PDF("a PDF document", "ask its sender for CSV", "%PDF-"),
  IMAGE("an image", "ask its sender for CSV", "\u0089PNG", "\u00ff\u00d8\u00ff", "GIF8"),
  JSON("JSON", "export it as CSV", "{\"", "{\n", "{\r\n", "[{", "[\n", "[\r\n"),
  MARKUP("a web page or XML", "ask its sender for CSV", "<!DOCTYPE", "<html", "<HTML", "<?xml");

  /** Number of bytes that have to be seen. */
  static final int HEAD = 16;

  private final String name;
  private final String remedy;
  private final byte[][] beginnings;

  FileKind(String name, String remedy, String... beginnings) {
    this.name = name;
    this.remedy = remedy;
    this.beginnings =
        Arrays.stream(beginnings)
            .map(beginning -> beginning.getBytes(StandardCharsets.ISO_8859_1))
            .toArray(byte[][]::new);
  }

  static Optional<FileKind> of(byte[] head) {
    return Arrays.stream(values()).filter(kind -> kind.begins(head)).findFirst();
  }

  /** The reason to reject a file of this kind. */
  String reason() {
    return "not_csv: it is %s; %s, and land it again".formatted(name, remedy);
  }

  boolean begins(byte[] head) {
    return Arrays.stream(beginnings)
        .anyMatch(
            bytes ->
                head.length >= bytes.length
                    && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length));
  }
}
