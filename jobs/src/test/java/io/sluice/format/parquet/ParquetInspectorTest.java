// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.ExtraColumns;
import io.sluice.testing.Gzip;
import io.sluice.testing.ParquetFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.crypto.ColumnEncryptionProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that can't be read are rejected, with a reason; those that can be are counted. */
class ParquetInspectorTest {
  private static final String COLUMNS = "required binary id (STRING); optional int32 n;";
  private static final String SCHEMA = "id STRING NOT NULL, n INT";

  @TempDir private Path folder;
  private byte[] good;

  @BeforeEach
  void write() throws IOException {
    good =
        Files.readAllBytes(
            ParquetFiles.write(
                folder.resolve("good.parquet"),
                COLUMNS,
                group -> group.append("id", "a").append("n", 1),
                group -> group.append("id", "b"),
                group -> group.append("id", "c").append("n", 3)));
  }

  @Test
  void records_are_counted_by_the_footer() throws IOException {
    ParquetInspector.Inspected found = inspect("x.parquet", good);

    assertThat(found.rejection()).isEmpty();
    assertThat(found.records()).isEqualTo(3);
    assertThat(found.columns().names()).containsExactly("id", "n");
  }

  @Test
  void the_name_says_nothing() throws IOException {
    assertThat(inspect("x.parquet.gz", good).records()).isEqualTo(3);
    assertThat(inspect("x.csv", good).records()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "'required binary h (STRING);', h",
    "'optional group s { optional int32 a; optional binary h (STRING); }', s.h"
  })
  void a_type_that_the_reader_does_not_know_is_named(String column, String path)
      throws IOException {
    byte[] file =
        Files.readAllBytes(
            ParquetFiles.write(folder.resolve("newer.parquet"), "required int64 id; " + column));

    assertThat(rejection(withNewerType(file)))
        .isEqualTo(
            "schema_mismatch: column '%s' has a type that Spark's reader of Parquet is too old for, such as FLOAT16, VARIANT or GEOMETRY; have it written as another, such as FLOAT or STRING, or left out, and land it again"
                .formatted(path));
  }

  /** The logical type STRING, 1 in Thrift's union of them, turned into FLOAT16, which is 15. */
  private static byte[] withNewerType(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    assertThat(text).containsOnlyOnce("L\u001c\0\0");
    return text.replace("L\u001c\0\0", "Lü\0\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void a_file_of_no_bytes_holds_nothing() throws IOException {
    ParquetInspector.Inspected found = inspect("x.parquet", new byte[0]);

    assertThat(found.rejection()).isEmpty();
    assertThat(found.records()).isZero();
    assertThat(found.columns()).isNull();
  }

  @Test
  void a_file_of_no_records_has_columns_nevertheless() throws IOException {
    Path empty = ParquetFiles.write(folder.resolve("empty.parquet"), COLUMNS);
    Path other = ParquetFiles.write(folder.resolve("other.parquet"), "required int32 other;");

    assertThat(inspect(empty).rejection()).isEmpty();
    assertThat(inspect(empty).records()).isZero();
    assertThat(inspect(other).rejection())
        .isEqualTo("schema_mismatch: none of its columns is known: 'other'");
  }

  @Test
  void what_is_no_parquet_file_is_named() throws IOException {
    assertThat(rejection("id,n\na,1\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "not_parquet: it doesn't begin as Parquet files do; export it as Parquet, and land it"
                + " again");
    assertThat(rejection("{\"id\": 1}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("not_parquet: it is JSON; export it as Parquet, and land it again");
    assertThat(rejection(Gzip.of(good)))
        .isEqualTo(
            "not_parquet: it is packed by gzip, and Parquet files are compressed within; unpack it,"
                + " and land it again");
    assertThat(rejection(Gzip.of("id,n\n".getBytes(StandardCharsets.UTF_8))))
        .startsWith("not_parquet: it is packed by gzip");
    assertThat(inspect("x.parquet.gz", new byte[0]).rejection()).startsWith("broken_archive: ");
  }

  @Test
  void a_file_that_is_cut_off_anywhere_is_rejected() throws IOException {
    for (int length = good.length - 1; length >= 4; length -= length > good.length - 12 ? 1 : 23) {
      assertThat(rejection(Arrays.copyOf(good, length)))
          .as("%d bytes", length)
          .matches("broken_file: it (has no footer|doesn't end as Parquet files do): .*");
    }
  }

  @Test
  void a_file_that_is_not_as_its_footer_says_is_rejected() throws IOException {
    assertThat(rejection(joined(good, "x".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(
            "broken_file: it doesn't end as Parquet files do: it is cut off, or other bytes follow"
                + " its end; land it again, whole");
    assertThat(rejection(joined(good, good)))
        .isEqualTo(
            "broken_file: it is made of several files, one after the other; land it again, whole");
    byte[] footer = good.clone();
    ByteBuffer.wrap(footer).putInt(footer.length - 8, -1);
    assertThat(rejection(footer))
        .isEqualTo("broken_file: its footer would be longer than the file; land it again, whole");
    byte[] noise = good.clone();
    Arrays.fill(noise, good.length - 200, good.length - 8, (byte) 0x77);
    assertThat(rejection(noise)).startsWith("broken_file: its footer can't be understood (");
    byte[] middle = Arrays.copyOfRange(good, 20, good.length);
    System.arraycopy(good, 0, middle, 0, 4);
    assertThat(rejection(middle)).matches("broken_file: column '(id|n)' is outside of it; .*");
  }

  @Test
  void an_encrypted_file_is_rejected() throws IOException {
    assertThat(rejection(encrypted(/* footer */ true)))
        .isEqualTo("encrypted: its footer is encrypted; decrypt it, and land it again");
    assertThat(rejection(encrypted(/* footer */ false)))
        .isEqualTo("encrypted: its columns are encrypted; decrypt it, and land it again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id STRING NOT NULL, m INT NOT NULL|required column m is missing",
        "ID STRING, N SMALLINT|column N is INT, which doesn't widen to SMALLINT of the schema",
        "id INT, n INT|column id is STRING, which doesn't widen to INT of the schema",
        "id STRING, n DECIMAL(9,0)|column n is INT, which doesn't widen to DECIMAL(9,0) of the schema",
        "id STRING, n ARRAY<INT>|column n is INT, which doesn't widen to ARRAY<INT> of the schema",
        "x INT|none of its columns is known: 'id', 'n'",
      })
  void other_columns_are_named_with_both_types(String schema, String reason) throws IOException {
    Path file = Files.write(folder.resolve("x.parquet"), good);

    assertThat(inspect(file, schema, ExtraColumns.REPORT).rejection())
        .isEqualTo("schema_mismatch: " + reason);
  }

  @Test
  void further_columns_are_reported_or_rejected() throws IOException {
    Path file =
        ParquetFiles.write(
            folder.resolve("x.parquet"),
            COLUMNS + "optional group s { optional int32 a; optional int32 b; } optional int32 z;");
    String schema = SCHEMA + ", s STRUCT<a: INT>";

    assertThat(inspect(file, schema, ExtraColumns.REPORT).columns().extra())
        .containsExactly("s.b", "z");
    assertThat(inspect(file, schema, ExtraColumns.REJECT).rejection())
        .isEqualTo(
            "schema_mismatch: column 's.b', 'z' is not in the schema, and extra-columns is reject");
    assertThat(
            inspect(file, "id STRING, s STRUCT<a: INT, c: INT NOT NULL>", ExtraColumns.REPORT)
                .rejection())
        .isEqualTo("schema_mismatch: required field s.c is missing");
    assertThat(inspect(file, "id STRING, s STRUCT<c: INT>", ExtraColumns.REPORT).rejection())
        .isEqualTo("schema_mismatch: none of the fields of column s is known");
    assertThat(inspect(file, "id STRING, s INT", ExtraColumns.REPORT).rejection())
        .isEqualTo("schema_mismatch: column s is STRUCT, which doesn't widen to INT of the schema");
  }

  @Test
  void columns_that_differ_in_case_alone_are_rejected() throws IOException {
    Path file =
        ParquetFiles.write(
            folder.resolve("x.parquet"), "required binary id (STRING); optional int32 ID;");

    assertThat(inspect(file).rejection())
        .isEqualTo("schema_mismatch: column 'ID' stands twice, in upper or lower case");
  }

  @Test
  void int96_is_never_cut_off() throws IOException {
    Path file =
        ParquetFiles.write(
            folder.resolve("x.parquet"),
            "required binary id (STRING); optional int96 t; optional int96 other;",
            group -> group.append("id", "a").append("t", ParquetFiles.int96(0, 1_000)),
            group ->
                group
                    .append("id", "b")
                    .append("t", ParquetFiles.int96(0, 2_001))
                    .append("other", ParquetFiles.int96(0, 1)));

    assertThat(inspect(file, "id STRING, t TIMESTAMP", ExtraColumns.REPORT).rejection())
        .isEqualTo(
            "schema_mismatch: column 't' holds times of INT96 that are finer than microseconds,"
                + " which no TIMESTAMP is; write it with microseconds, and land it again");
    assertThat(inspect(file, SCHEMA, ExtraColumns.REPORT).rejection()).isEmpty();
  }

  @Test
  void a_damaged_page_of_int96_is_the_files_own_fault() throws IOException {
    Path file =
        ParquetFiles.write(
            folder.resolve("x.parquet"),
            "required int96 t;",
            group -> group.append("t", ParquetFiles.int96(0, 1_000)));
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, 20, (byte) 0x55);
    Files.write(file, bytes);

    assertThat(inspect(file, "t TIMESTAMP", ExtraColumns.REPORT).rejection())
        .startsWith("broken_file: it can't be decoded (");
  }

  private byte[] encrypted(boolean footer) throws IOException {
    Path file = folder.resolve("encrypted.parquet");
    Files.deleteIfExists(file);
    MessageType type = MessageTypeParser.parseMessageType("message m { " + COLUMNS + " }");
    byte[] key = "0123456789012345".getBytes(StandardCharsets.UTF_8);
    ColumnPath id = ColumnPath.get("id");
    FileEncryptionProperties.Builder encryption =
        FileEncryptionProperties.builder(key)
            .withEncryptedColumns(
                java.util.Map.of(id, ColumnEncryptionProperties.builder(id).withKey(key).build()));
    if (!footer) {
      encryption.withPlaintextFooter();
    }
    try (ParquetWriter<org.apache.parquet.example.data.Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
            .withType(type)
            .withEncryption(encryption.build())
            .build()) {
      SimpleGroup group = new SimpleGroup(type);
      group.append("id", "a");
      writer.write(group);
    }
    return Files.readAllBytes(file);
  }

  private static byte[] joined(byte[] first, byte[] second) throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(first);
    joined.write(second);
    return joined.toByteArray();
  }

  private String rejection(byte[] bytes) throws IOException {
    return inspect("x.parquet", bytes).rejection();
  }

  private ParquetInspector.Inspected inspect(String name, byte[] bytes) throws IOException {
    return inspect(Files.write(folder.resolve(name), bytes));
  }

  private ParquetInspector.Inspected inspect(Path file) throws IOException {
    return inspect(file, SCHEMA, ExtraColumns.REPORT);
  }

  private ParquetInspector.Inspected inspect(Path file, String schema, ExtraColumns extra)
      throws IOException {
    return new ParquetInspector(StructType.fromDDL(schema), extra)
        .inspect(new org.apache.hadoop.fs.Path(file.toString()), new Configuration());
  }
}
