// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.text.Escaped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.schema.MessageType;

/**
 * The footer of a file, which says what is in it and where. Its bytes are read before they are
 * understood, so that errors of the disk are told from a file's own.
 */
final class Footer {
  static final String MAGIC = "PAR1";
  static final String ENCRYPTED_MAGIC = "PARE";

  private static final int MAGIC_LENGTH = 4;

  /** The length of the footer, and the magic number. */
  private static final int TAIL_LENGTH = 8;

  private final FileMetaData metadata;
  private final MessageType schema;
  private final long start;

  private Footer(FileMetaData metadata, MessageType schema, long start) {
    this.metadata = metadata;
    this.schema = schema;
    this.start = start;
  }

  /**
   * @throws Rejected where the file isn't whole, or can't be read without a key
   * @throws IOException where reading it again may help
   */
  static Footer read(Path file, Configuration hadoop) throws IOException, Rejected {
    FileSystem files = file.getFileSystem(hadoop);
    long length = files.getFileStatus(file).getLen();
    try (FSDataInputStream in = files.open(file)) {
      if (length < MAGIC_LENGTH + TAIL_LENGTH) {
        throw Rejected.broken("it has no footer: it is cut off");
      }
      ByteBuffer tail = ByteBuffer.wrap(bytes(in, length - TAIL_LENGTH, TAIL_LENGTH));
      String magic = text(tail.array(), MAGIC_LENGTH);
      if (magic.equals(ENCRYPTED_MAGIC)) {
        throw encryptedFooter();
      } else if (!magic.equals(MAGIC)) {
        throw Rejected.broken(
            "it doesn't end as Parquet files do: it is cut off, or other bytes follow its end");
      }
      long footerLength = tail.order(ByteOrder.LITTLE_ENDIAN).getInt(0) & 0xffffffffL;
      long start = length - TAIL_LENGTH - footerLength;
      if (start < MAGIC_LENGTH || footerLength > Integer.MAX_VALUE) {
        throw Rejected.broken("its footer would be longer than the file");
      }
      Footer footer = parse(bytes(in, start, (int) footerLength), start);
      footer.requireWhole(in);
      return footer;
    }
  }

  static Rejected encryptedFooter() {
    return Rejected.encrypted("its footer is encrypted");
  }

  private static Footer parse(byte[] bytes, long start) throws Rejected {
    FileMetaData metadata;
    try {
      metadata = Util.readFileMetaData(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      throw Rejected.broken("its footer can't be understood (%s)".formatted(why(e)));
    }
    if (metadata.isSetEncryption_algorithm()) {
      throw Rejected.encrypted("its columns are encrypted");
    }
    try {
      requireKnownTypes(metadata);
      MessageType schema =
          new ParquetMetadataConverter()
              .fromParquetMetadata(metadata)
              .getFileMetaData()
              .getSchema();
      return new Footer(metadata, schema, start);
    } catch (IOException | RuntimeException e) { // Parquet throws what Java can't foresee
      throw Rejected.broken("the schema in its footer can't be understood (%s)".formatted(why(e)));
    }
  }

  /**
   * Refuses logical types that are newer than Parquet's reader: it fails for them without saying
   * why, whichever columns are read of the file.
   */
  private static void requireKnownTypes(FileMetaData metadata) throws Rejected {
    Iterator<SchemaElement> elements = metadata.getSchema().iterator();
    Optional<String> newer = newerType(elements, "", elements.next().getNum_children());
    if (newer.isPresent()) {
      throw Rejected.mismatch(
          "column %s has a type that Spark's reader of Parquet is too old for, such as FLOAT16, VARIANT or GEOMETRY; have it written as another, such as FLOAT or STRING, or left out, and land it again",
          Escaped.quoted(newer.get()));
    }
  }

  /**
   * The path of the first element of an unknown type.
   *
   * @param elements those of a schema, each group before what is in it
   * @param number of elements that are in the group above
   */
  private static Optional<String> newerType(
      Iterator<SchemaElement> elements, String above, int number) {
    for (int i = 0; i < number; i++) {
      SchemaElement element = elements.next();
      String path = above + element.getName();
      if (element.isSetLogicalType() && element.getLogicalType().getSetField() == null) {
        return Optional.of(path);
      }
      Optional<String> inside = newerType(elements, path + ".", element.getNum_children());
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  static String why(Throwable e) {
    return Escaped.plain(e.getMessage() == null ? e.toString() : e.getMessage());
  }

  /** Checks that the parts of the file are where the footer says, and hold as much as it says. */
  private void requireWhole(FSDataInputStream in) throws IOException, Rejected {
    long rows = 0;
    long end = MAGIC_LENGTH;
    for (RowGroup group : metadata.getRow_groups()) {
      rows += group.getNum_rows();
      for (ColumnChunk chunk : group.getColumns()) {
        end = Math.max(end, requireWhole(chunk, group.getNum_rows()));
      }
    }
    if (rows != metadata.getNum_rows()) {
      throw Rejected.broken(
          "its footer speaks of %d records, and of %d in its row groups"
              .formatted(metadata.getNum_rows(), rows));
    }
    long unknown = start - end;
    if (unknown >= MAGIC_LENGTH + TAIL_LENGTH) {
      // Offsets count from a file's own first byte: the footer would speak of another's bytes.
      String between = text(bytes(in, unknown - MAGIC_LENGTH, 2 * MAGIC_LENGTH), 0);
      if (between.equals(MAGIC + MAGIC)) {
        throw Rejected.broken("it is made of several files, one after the other");
      }
    }
  }

  /** The first byte after a column's pages. */
  private long requireWhole(ColumnChunk chunk, long rows) throws Rejected {
    if (chunk.isSetFile_path() || !chunk.isSetMeta_data()) {
      throw Rejected.broken("its columns are in other files");
    }
    ColumnMetaData column = chunk.getMeta_data();
    String name = String.join(".", column.getPath_in_schema());
    boolean hasDictionary =
        column.isSetDictionary_page_offset()
            && column.getDictionary_page_offset() > 0
            && column.getDictionary_page_offset() < column.getData_page_offset();
    long from = hasDictionary ? column.getDictionary_page_offset() : column.getData_page_offset();
    long end = from + column.getTotal_compressed_size();
    long indexes =
        Math.max(
            chunk.getColumn_index_offset() + chunk.getColumn_index_length(),
            chunk.getOffset_index_offset() + chunk.getOffset_index_length());
    if (from < MAGIC_LENGTH || end < from || Math.max(end, indexes) > start) {
      throw Rejected.broken("column %s is outside of it".formatted(Escaped.quoted(name)));
    }
    String[] path = column.getPath_in_schema().toArray(String[]::new);
    if (schema.containsPath(path)
        && schema.getMaxRepetitionLevel(path) == 0
        && column.getNum_values() != rows) {
      throw Rejected.broken(
          "column %s has %d values for %d records"
              .formatted(Escaped.quoted(name), column.getNum_values(), rows));
    }
    return Math.max(end, indexes);
  }

  private static byte[] bytes(FSDataInputStream in, long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(position, bytes);
    return bytes;
  }

  private static String text(byte[] bytes, int from) {
    return new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1);
  }

  /** The number of records. */
  long records() {
    return metadata.getNum_rows();
  }

  MessageType schema() {
    return schema;
  }

  /** What the writer noted about itself. */
  Map<String, String> notes() {
    Map<String, String> notes = new HashMap<>();
    List<KeyValue> all =
        metadata.isSetKey_value_metadata() ? metadata.getKey_value_metadata() : List.of();
    all.forEach(each -> notes.put(each.getKey(), each.getValue()));
    return notes;
  }
}
