// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Kinds of files that are taken for records by mistake, told by their first bytes: compressions
 * that are not read, archives, documents, and formats of their own.
 */
public enum FileKind {
  TAR("a tarball", Remedy.LAND_THE_FILES, FileKind::isTar),
  SEVEN_ZIP("a 7z archive", Remedy.UNPACK, "7z\u00bc\u00af"),
  RAR("a rar archive", Remedy.UNPACK, "Rar!\u001a\u0007"),
  CAB("a cabinet archive", Remedy.UNPACK, "MSCF\u0000\u0000\u0000\u0000"),
  COMPRESS("compressed by compress (.Z)", Remedy.UNPACK, "\u001f\u009d"),
  PACK("compressed by pack or lzh", Remedy.UNPACK, "\u001f\u001e", "\u001f\u00a0"),
  LZIP("an lzip archive", Remedy.UNPACK, "LZIP\u0001"),
  LZMA(
      "an lzma archive",
      Remedy.UNPACK,
      "]\u0000\u0000__\u00ff\u00ff",
      "]\u0000\u0000______\u0000\u0000\u0000\u0000"),
  LZOP("an lzo archive", Remedy.UNPACK, "\u0089LZO\u0000\r\n\u001a\n"),
  LZ4_LEGACY("an lz4 archive of the legacy kind", Remedy.UNPACK, "\u0002!L\u0018"),
  LZ4_BLOCKS("lz4 in blocks of Java's lz4 library", Remedy.UNPACK, "LZ4Block"),
  SNAPPY_BLOCKS("snappy in blocks of Java's snappy library", Remedy.UNPACK, "\u0082SNAPPY\u0000"),
  OLD_ZSTD("a zstd archive of an old kind", Remedy.UNPACK, head -> isOldZstd(head)),
  HADOOP_SNAPPY("snappy in Hadoop's blocks", Remedy.UNPACK, head -> isHadoop(head, true)),
  HADOOP_LZ4("lz4 or lzo in Hadoop's blocks", Remedy.UNPACK, head -> isHadoop(head, false)),
  ZLIB("compressed by zlib (deflate)", Remedy.UNPACK, FileKind::isZlib),
  OFFICE("an Excel workbook or another office document", Remedy.SAVE_TABLE, head -> false),
  OLD_EXCEL("an old Excel or Word file", Remedy.SAVE_TABLE, "\u00d0\u00cf\u0011\u00e0"),
  PARQUET("a Parquet file", Remedy.EXPORT, "PAR1"),
  ORC("an ORC file", Remedy.EXPORT, "ORC\n", "ORC\b"),
  AVRO("an Avro file", Remedy.EXPORT, "Obj\u0001"),
  ARROW("an Arrow file", Remedy.EXPORT, "ARROW1\u0000\u0000", "FEA1"),
  SQLITE("an SQLite database", Remedy.EXPORT_TABLE, "SQLite format 3\u0000"),
  PDF("a PDF document", Remedy.ASK, "%PDF-"),
  RTF("a text document (RTF)", Remedy.ASK, "{\\rtf"),
  ENCRYPTED("encrypted by PGP", Remedy.DECRYPT, "-----BEGIN PGP MESSAGE"),
  IMAGE(
      "an image",
      Remedy.ASK,
      "\u0089PNG",
      "\u00ff\u00d8\u00ff",
      "GIF8",
      "II*\u0000",
      "MM\u0000*",
      "RIFF____WEBP"),
  JSON("JSON", Remedy.EXPORT, "{\"", "{\n", "{\r\n", "[{", "[\n", "[\r\n"),
  MARKUP("a web page or XML", Remedy.ASK, "<!DOCTYPE", "<!doctype", "<html", "<HTML", "<?xml");

  /** Number of bytes that have to be seen. */
  static final int HEAD = 512;

  /** Compressions and encryptions without a beginning of their own, by the endings of names. */
  private static final Map<String, String> BY_NAME =
      Map.of(
          ".br", "brotli",
          ".deflate", "raw deflate",
          ".lz4", "raw lz4",
          ".lzo", "raw lzo",
          ".lzo_deflate", "raw lzo",
          ".snappy", "raw snappy",
          ".sz", "raw snappy",
          ".gpg", "PGP",
          ".pgp", "PGP");

  private static final class Remedy {
    private static final String UNPACK = "unpack it, or pack it with gzip";
    private static final String LAND_THE_FILES = "land the files in it one by one";
    private static final String SAVE_TABLE = "save the table in it as %s";
    private static final String EXPORT = "export it as %s";
    private static final String EXPORT_TABLE = "export its table as %s";
    private static final String ASK = "ask its sender for %s";
    private static final String DECRYPT = "decrypt it";
  }

  private final String label;
  private final String remedy;
  private final Predicate<byte[]> test;

  FileKind(String label, String remedy, String... beginnings) {
    this(
        label,
        remedy,
        head ->
            Arrays.stream(beginnings)
                .anyMatch(beginning -> Compression.begins(head, 0, beginning)));
  }

  FileKind(String label, String remedy, Predicate<byte[]> test) {
    this.label = label;
    this.remedy = remedy;
    this.test = test;
  }

  /** The kind of a file whose unpacked bytes begin like this. */
  static Optional<FileKind> of(byte[] head) {
    return Arrays.stream(values()).filter(kind -> kind.test.test(head)).findFirst();
  }

  /**
   * What to say of bytes that are no text and begin like nothing that is known, where the file's
   * name tells more.
   */
  public static Optional<String> byName(String name, String format) {
    String lower = name.toLowerCase(Locale.ROOT);
    return BY_NAME.entrySet().stream()
        .filter(each -> lower.endsWith(each.getKey()))
        .map(each -> reason(format, "no text, and by its name " + each.getValue(), Remedy.UNPACK))
        .findFirst();
  }

  /**
   * The reason to reject a file of this kind.
   *
   * @param format what it should have been, such as CSV
   */
  String reason(String format) {
    return reason(format, label, remedy.formatted(format));
  }

  static String reason(String format, String label, String remedy) {
    return "not_%s: it is %s; %s, and land it again"
        .formatted(format.toLowerCase(Locale.ROOT), label, remedy);
  }

  @Override
  public String toString() {
    return label;
  }

  private static boolean isTar(byte[] head) {
    try {
      return head.length == HEAD && head[0] != 0 && TarUtils.verifyCheckSum(head);
    } catch (IllegalArgumentException e) {
      return false; // where a tarball has its checksum there are no digits
    }
  }

  private static boolean isOldZstd(byte[] head) {
    return Compression.begins(head, 0, "_\u00b5/\u00fd") && head[0] >= 0x1e && head[0] <= 0x27;
  }

  /**
   * Lengths of a block, unpacked and packed, each in four bytes with the highest first. A text in
   * UTF-16 begins with other zeros.
   */
  private static boolean isHadoop(byte[] head, boolean snappy) {
    if (head.length < 10
        || head[0] != 0
        || head[4] != 0
        || (head[2] == 0 && head[6] == 0 && head[1] != 0)
        || (head.length > 10 && head[8] == 0 && head[9] == 0 && head[10] == 0)) {
      return false; // the latter two are texts in UTF-16 and UTF-32
    }
    long unpacked = number(head, 0);
    long packed = number(head, 4);
    if (unpacked == 0 || packed == 0 || packed > unpacked + unpacked / 6 + 64) {
      return false;
    }
    long first = 0; // snappy begins with the length of what is unpacked, seven bits a byte
    for (int i = 0; i < 5 && 8 + i < head.length; i++) {
      first |= (long) (head[8 + i] & 0x7f) << (7 * i);
      if (head[8 + i] >= 0) {
        break;
      }
    }
    return (first == unpacked) == snappy;
  }

  private static long number(byte[] head, int at) {
    return (head[at] & 0xffL) << 24
        | (head[at + 1] & 0xff) << 16
        | (head[at + 2] & 0xff) << 8
        | (head[at + 3] & 0xff);
  }

  /** Text may begin like that, too, but it can't be inflated. */
  private static boolean isZlib(byte[] head) {
    if (head.length < 8 || head[0] != 0x78 || (head[0] * 256 + (head[1] & 0xff)) % 31 != 0) {
      return false;
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(head);
      byte[] unpacked = new byte[1 << 12];
      int length = 1;
      long all = 0;
      while (length > 0 && !inflater.finished()) {
        length = inflater.inflate(unpacked);
        all += length;
      }
      return all > 0 || inflater.finished();
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }
}
