// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files as other programs write them, in any layout. */
public final class ParquetFiles {
  private static final int JULIAN_DAY_OF_1970 = 2_440_588;

  private ParquetFiles() {}

  /** A file whose columns are of these types, as the format's own language has them. */
  @SafeVarargs
  @SuppressWarnings("varargs") // goes into a list as it is
  public static Path write(Path file, String columns, Consumer<Group>... records)
      throws IOException {
    return write(file, columns, Map.of(), List.of(records));
  }

  /**
   * The same.
   *
   * @param notes what the writer says about itself
   */
  public static Path write(
      Path file, String columns, Map<String, String> notes, List<Consumer<Group>> records)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType("message m {\n" + columns + "\n}");
    Files.createDirectories(file.getParent());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
            .withType(type)
            .withExtraMetaData(notes)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .build()) {
      SimpleGroupFactory groups = new SimpleGroupFactory(type);
      for (Consumer<Group> record : records) {
        Group group = groups.newGroup();
        record.accept(group);
        writer.write(group);
      }
    }
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    return file;
  }

  /** A time of INT96. */
  public static Binary int96(long daySince1970, long nanosOfDay) {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(nanosOfDay).putInt((int) daySince1970 + JULIAN_DAY_OF_1970);
    return Binary.fromConstantByteArray(bytes.array());
  }

  /** An unscaled decimal, as many bytes long as its column is. */
  public static Binary decimal(String unscaled, int length) {
    byte[] own = new BigInteger(unscaled).toByteArray();
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) (own[0] < 0 ? -1 : 0));
    System.arraycopy(own, 0, bytes, length - own.length, own.length);
    return Binary.fromConstantByteArray(bytes);
  }
}
