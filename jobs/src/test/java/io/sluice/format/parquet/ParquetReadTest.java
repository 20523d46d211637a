// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.Format;
import io.sluice.pipeline.ParquetOptions;
import io.sluice.pipeline.Source;
import io.sluice.storage.Storage;
import io.sluice.testing.ParquetFiles;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.times.AmbiguousTimes;
import io.sluice.times.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of files that other programs write become those of the schema, or faults. */
@ExtendWith(SparkSessionExtension.class)
class ParquetReadTest {
  private static final String VECTORIZED = "spark.sql.parquet.enableVectorizedReader";

  @TempDir private Path folder;
  private final SparkSession spark = SparkSessionExtension.spark();
  private ZoneId zone = ZoneId.of("UTC");
  private AmbiguousTimes ambiguous = AmbiguousTimes.QUARANTINE;

  @AfterEach
  void reset() {
    spark.conf().unset(VECTORIZED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void values_widen(String vectorized) throws IOException {
    spark.conf().set(VECTORIZED, vectorized);
    Path file =
        write(
            """
            optional int32 a;
            optional int32 b (INTEGER(8,true));
            optional int32 c (INTEGER(32,false));
            optional int64 d (INTEGER(64,false));
            optional int32 e (DECIMAL(5,2));
            optional int64 f (DECIMAL(12,3));
            optional fixed_len_byte_array(9) g (DECIMAL(20,1));
            optional binary h (DECIMAL(30,0));
            optional float i;
            optional double j;
            optional boolean k;
            optional binary l (STRING);
            optional binary m (ENUM);
            optional int32 n (INTEGER(16,false));
            optional int64 o;
            """,
            group -> {
              group.append("a", Integer.MIN_VALUE).append("b", -128).append("c", -1);
              group.append("d", -1L).append("e", -12345).append("f", 123456789012L);
              group.append("g", ParquetFiles.decimal("-12345678901234567890", 9));
              group.append("h", ParquetFiles.decimal("123456789012345678901234567890", 13));
              group.append("i", 0.1f).append("j", -0.5).append("k", true).append("l", "ä");
              group.append("m", "RED").append("n", 65535).append("o", Long.MIN_VALUE);
            },
            group -> {});

    assertThat(
            rows(
                file,
                """
                a BIGINT, b SMALLINT, c BIGINT, d DECIMAL(20,0), e DECIMAL(10,4), f DECIMAL(38,5),
                g DECIMAL(38,2), h DECIMAL(38,0), i DOUBLE, j DOUBLE, k BOOLEAN, l STRING, m STRING,
                n INT, o DECIMAL(21,2)
                """))
        .containsExactly(
            "-2147483648|-128|4294967295|18446744073709551615|-123.4500|123456789.01200"
                + "|-1234567890123456789.00|123456789012345678901234567890|0.10000000149011612|-0.5"
                + "|true|ä|RED|65535|-9223372036854775808.00",
            "null|null|null|null|null|null|null|null|null|null|null|null|null|null|null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void times_keep_their_instant(String vectorized) throws IOException {
    spark.conf().set(VECTORIZED, vectorized);
    long micros =
        Instant.parse("2026-01-05T10:11:12.345678Z").getEpochSecond() * 1_000_000 + 345_678;
    Path file =
        write(
            """
            required int64 millis (TIMESTAMP(MILLIS,true));
            required int64 micros (TIMESTAMP(MICROS,true));
            required int64 nanos (TIMESTAMP(NANOS,true));
            required int96 int96;
            required int32 day (DATE);
            """,
            group -> {
              group.append("millis", micros / 1_000).append("micros", micros);
              group.append("nanos", micros * 1_000);
              group.append("int96", ParquetFiles.int96(20_458, (micros % 86_400_000_000L) * 1_000));
              group.append("day", 20_458);
            },
            group -> {
              group.append("millis", -1L).append("micros", -1L).append("nanos", -1_000L);
              group.append("int96", ParquetFiles.int96(-1, 86_399_999_999_000L));
              group.append("day", day("0001-01-01"));
            });

    assertThat(
            rows(
                file,
                "millis TIMESTAMP, micros TIMESTAMP, nanos TIMESTAMP, int96 TIMESTAMP, day DATE"))
        .containsExactly(
            "2026-01-05 10:11:12.345|2026-01-05 10:11:12.345678|2026-01-05 10:11:12.345678"
                + "|2026-01-05 10:11:12.345678|2026-01-05",
            "1969-12-31 23:59:59.999|1969-12-31 23:59:59.999999|1969-12-31 23:59:59.999999"
                + "|1969-12-31 23:59:59.999999|0001-01-01");
  }

  @Test
  void a_time_that_no_timestamp_is_becomes_a_fault() throws IOException {
    Path file =
        write(
            """
            optional int64 a (TIMESTAMP(NANOS,true));
            optional int64 b (TIMESTAMP(MILLIS,true));
            optional int64 c (TIMESTAMP(MICROS,true));
            optional int32 d (DATE);
            """,
            group -> {
              group.append("a", 1_700_000_000_123_456_789L).append("b", Long.MAX_VALUE);
              group.append("c", Long.MIN_VALUE).append("d", Integer.MAX_VALUE);
            });

    assertThat(rows(file, "a TIMESTAMP, b TIMESTAMP, c TIMESTAMP, d DATE"))
        .containsExactly(
            "null|null|null|null"
                + "|a_type a: '2023-11-14T22:13:20.123456789' is no TIMESTAMP: it is finer than microseconds"
                + "|b_type b: '+292278994-08-17T07:12:55.807Z' is no TIMESTAMP: it is not in the years 0001 to 9999"
                + "|c_type c: '-290308-12-21T19:59:05.224192' is no TIMESTAMP: it is not in the years 0001 to 9999"
                + "|d_type d: '+5881580-07-11' is no DATE: it is not in the years 0001 to 9999");
  }

  @Test
  void a_time_without_a_zone_is_of_the_sources() throws IOException {
    zone = ZoneId.of("Europe/Berlin");
    Path file =
        write(
            """
            optional int64 a (TIMESTAMP(MICROS,false));
            optional int64 b (TIMESTAMP(MILLIS,false));
            """,
            group ->
                group
                    .append("a", local("2026-07-01T12:00:00Z"))
                    .append("b", local("2026-01-01T12:00:00Z") / 1_000),
            group ->
                group
                    .append("a", local("2026-03-29T02:30:00Z"))
                    .append("b", local("2026-10-25T02:30:00Z") / 1_000));

    assertThat(rows(file, "a TIMESTAMP, b TIMESTAMP"))
        .containsExactly(
            "2026-07-01 10:00:00|2026-01-01 11:00:00",
            "null|null"
                + "|a_type a: '2026-03-29T02:30' is no TIMESTAMP: it does not exist in Europe/Berlin,"
                + " whose clocks went from 2026-03-29T02:00 to 2026-03-29T03:00"
                + "|b_type b: '2026-10-25T02:30' is no TIMESTAMP: it is there twice in Europe/Berlin,"
                + " at +02:00 and at +01:00; source.ambiguous-times can say which is meant");

    ambiguous = AmbiguousTimes.LATER;
    assertThat(rows(file, "b TIMESTAMP"))
        .containsExactly("2026-01-01 11:00:00", "2026-10-25 01:30:00");
  }

  @Test
  void values_outside_of_their_own_type_become_faults() throws IOException {
    Path file =
        write(
            """
            optional int32 a (INTEGER(8,true));
            optional int32 b (INTEGER(16,false));
            optional int32 c (DECIMAL(5,2));
            optional binary d (DECIMAL(20,2));
            optional double e;
            optional float f;
            """,
            group -> {
              group.append("a", 300).append("b", -1).append("c", 999_999_999);
              group.append("d", ParquetFiles.decimal("123456789012345678901", 10));
              group.append("e", Double.NaN).append("f", Float.NEGATIVE_INFINITY);
            });

    assertThat(rows(file, "a BIGINT, b INT, c DECIMAL(5,2), d DECIMAL(20,2), e DOUBLE, f DOUBLE"))
        .containsExactly(
            "null|null|null|null|null|null"
                + "|a_type a: '300' is no BIGINT: its own type has -128 to 127"
                + "|b_type b: '-1' is no INT: its own type has 0 to 65535"
                + "|c_type c: '9999999.99' is no DECIMAL(5,2): it has more digits than its own type, DECIMAL(5,2)"
                + "|d_type d: '1234567890123456789.01' is no DECIMAL(20,2): it has more digits than its own type, DECIMAL(20,2)"
                + "|e_type e: 'NaN' is no DOUBLE"
                + "|f_type f: '-Infinity' is no DOUBLE");
  }

  @Test
  void texts_that_are_none_become_faults() throws IOException {
    Path file =
        write(
            "optional binary a (STRING); optional binary b (STRING); optional binary c (STRING);",
            group -> {
              group.append("a", "x\0y").append("c", "  ");
              group.append("b", Binary.fromConstantByteArray(new byte[] {'M', (byte) 0xfc, 'n'}));
            },
            group ->
                group.append("a", "ä".repeat(101)).append("b", "ä".repeat(100)).append("c", " x "),
            group ->
                group.append(
                    "b",
                    Binary.fromConstantByteArray(
                        new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})));

    assertThat(rows(file, "a STRING, b STRING, c STRING"))
        .containsExactly(
            "x\0y|M\ufffdn|null"
                + "|nul_byte a: 'x\\u0000y' holds a NUL byte"
                + "|invalid_utf8 b: 'M\ufffdn' holds bytes that are no UTF-8",
            "ä".repeat(101)
                + "|"
                + "ä".repeat(100)
                + "| x "
                + "|too_long a: '"
                + "ä".repeat(60)
                + "…' has 101 characters, more than max-field-length 100",
            "null|\ufffd|null|invalid_utf8 b: '\ufffd' holds bytes that are no UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void lists_of_every_layout_are_read(String vectorized) throws IOException {
    spark.conf().set(VECTORIZED, vectorized);
    Path file =
        write(
            """
            optional group spec (LIST) { repeated group list { optional int32 element; } }
            optional group hive (LIST) { repeated group bag { optional int32 array_element; } }
            optional group avro (LIST) { repeated int32 array; }
            optional group structs (LIST) { repeated group array { optional int32 x; } }
            optional group thrift (LIST) { repeated group thrift_tuple { optional int32 x; optional int32 y; } }
            repeated int32 bare;
            optional group nanos (LIST) { repeated group list { optional int64 element (TIMESTAMP(NANOS,true)); } }
            """,
            group -> {
              Group spec = group.addGroup("spec");
              spec.addGroup("list").append("element", 1);
              spec.addGroup("list");
              group.addGroup("hive").addGroup("bag").append("array_element", 2);
              group.addGroup("avro").append("array", 3).append("array", 4);
              group.addGroup("structs").addGroup("array").append("x", 5);
              group.addGroup("thrift").addGroup("thrift_tuple").append("x", 6).append("y", 7);
              group.append("bare", 8).append("bare", 9);
              Group nanos = group.addGroup("nanos");
              nanos.addGroup("list").append("element", 1_000L);
              nanos.addGroup("list").append("element", 1L);
            },
            group -> group.addGroup("spec"));

    assertThat(
            rows(
                file,
                """
                spec ARRAY<BIGINT>, hive ARRAY<BIGINT>, avro ARRAY<BIGINT>,
                structs ARRAY<STRUCT<x: BIGINT>>, thrift ARRAY<STRUCT<y: BIGINT, z: STRING, x: INT>>,
                bare ARRAY<BIGINT>, nanos ARRAY<TIMESTAMP>
                """))
        .containsExactly(
            "[1, null]|[2]|[3, 4]|[{5}]|[{7, null, 6}]|[8, 9]|[1970-01-01 00:00:00.000001, null]"
                + "|nanos[1]_type nanos[1]: '1970-01-01T00:00:00.000000001' is no TIMESTAMP: it is finer than microseconds",
            "[]|null|null|null|null|[]|null");
  }

  @Test
  void structs_and_maps_are_read_by_name() throws IOException {
    Path file =
        write(
            """
            optional group s { optional group T { optional binary u (STRING); optional int32 more; } }
            optional group m (MAP) {
              repeated group key_value { required binary key (STRING); optional int32 value (DATE); }
            }
            """,
            group -> {
              group.addGroup("s").addGroup("T").append("u", "x");
              Group map = group.addGroup("m");
              map.addGroup("key_value").append("key", "a").append("value", 1);
              map.addGroup("key_value").append("key", "b");
            },
            group -> {
              group.addGroup("s");
              Group map = group.addGroup("m");
              map.addGroup("key_value").append("key", "a").append("value", 1);
              map.addGroup("key_value").append("key", "a").append("value", 2);
            },
            group -> group.addGroup("m").addGroup("key_value").append("key", " "));

    assertThat(rows(file, "s STRUCT<t: STRUCT<U: STRING NOT NULL, v: INT>>, m MAP<STRING, DATE>"))
        .containsExactly(
            "{{x, null}}|{a -> 1970-01-02, b -> null}",
            "{null}|null|m_type m: '[a, a]' is no MAP: a key stands in it twice",
            "null|null|m_type m: '[null]' is no MAP: a key is missing");
  }

  @Test
  void calendars_of_old_writers_are_told_by_their_notes() throws IOException {
    String columns = "optional int32 d (DATE); optional int64 t (TIMESTAMP(MICROS,true));";
    Consumer<Group> julian =
        group -> {
          group.append("d", day("1500-06-01") + 10 /* the Julian day of that name */);
          group.append("t", local("1500-06-11T00:00:00Z"));
        };
    String schema = "d DATE, t TIMESTAMP";

    Path plain = ParquetFiles.write(folder.resolve("a"), columns, julian);
    Path spark24 =
        ParquetFiles.write(
            folder.resolve("b"),
            columns,
            Map.of("org.apache.spark.version", "2.4.6", "org.apache.spark.timeZone", "UTC"),
            List.of(julian));
    Path legacy =
        ParquetFiles.write(
            folder.resolve("c"),
            columns,
            Map.of(
                "org.apache.spark.version", "3.5.9",
                "org.apache.spark.legacyDateTime", "",
                "org.apache.spark.timeZone", "UTC"),
            List.of(julian));
    Path unnamed =
        ParquetFiles.write(
            folder.resolve("d"),
            columns,
            Map.of("org.apache.spark.sql.parquet.row.metadata", "{}"),
            List.of(julian));
    Path today =
        ParquetFiles.write(
            folder.resolve("e"),
            columns,
            Map.of("org.apache.spark.version", "3.5.9"),
            List.of(julian));

    assertThat(rows(plain, schema)).containsExactly("1500-06-11|1500-06-11 00:00:00");
    assertThat(rows(today, schema)).containsExactly("1500-06-11|1500-06-11 00:00:00");
    assertThat(rows(spark24, schema)).containsExactly("1500-06-01|1500-06-01 00:00:00");
    assertThat(rows(legacy, schema)).containsExactly("1500-06-01|1500-06-01 00:00:00");
    assertThat(rows(unnamed, schema))
        .containsExactly(
            "1500-06-01|null|t_type t: '1500-06-11T00:00' is no TIMESTAMP: it was written by an old"
                + " Spark, and of times before 1900 nobody knows by which zone's clocks");
  }

  @Test
  void files_with_other_columns_and_orders_are_read_together() throws IOException {
    Path a =
        ParquetFiles.write(
            folder.resolve("a.parquet"),
            "required binary ID (STRING); required int32 n;",
            group -> group.append("ID", "a").append("n", 1));
    Path b =
        ParquetFiles.write(
            folder.resolve("b.parquet"),
            "required binary extra (STRING); required binary id (STRING);",
            group -> group.append("id", "b").append("extra", "x"));
    Path c =
        ParquetFiles.write(
            folder.resolve("c.parquet"),
            "required int64 n; required binary id (STRING);",
            group -> group.append("id", "c").append("n", 3L));
    RawBatch batch = open(source("id STRING NOT NULL, n BIGINT", ExtraColumns.REPORT), a, b, c);

    assertThat(batch.rejected()).isEmpty();
    assertThat(shown(batch.rows().orElseThrow(), 2))
        .containsExactlyInAnyOrder("a|1", "b|null", "c|3");
    assertThat(batch.counts().values())
        .extracting(RawBatch.RecordCount::records)
        .containsExactly(1L, 1L, 1L);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // goes into a list as it is
  private Path write(String columns, Consumer<Group> first, Consumer<Group>... others)
      throws IOException {
    List<Consumer<Group>> records = new ArrayList<>(List.of(first));
    records.addAll(Arrays.asList(others));
    return ParquetFiles.write(folder.resolve("x.parquet"), columns, Map.of(), records);
  }

  private List<String> rows(Path file, String ddl) {
    Source source = source(ddl, ExtraColumns.REPORT);
    RawBatch batch = open(source, file);
    assertThat(batch.rejected()).isEmpty();
    return shown(batch.rows().orElseThrow(), source.schema().length());
  }

  private RawBatch open(Source source, Path... files) {
    Map<org.apache.hadoop.fs.Path, Delivery> deliveries = new java.util.LinkedHashMap<>();
    for (Path file : files) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path("file:" + file);
      deliveries.put(path, new Delivery(file.getFileName().toString(), 1, Instant.EPOCH));
    }
    Storage storage = new Storage(spark.sparkContext().hadoopConfiguration());
    return new ParquetFormat(source).reader(spark, storage).open(deliveries, List.of(), Map.of());
  }

  /** The values as Spark's casts to text have them, then the faults. */
  private List<String> shown(Dataset<Row> rows, int fields) {
    List<String> casts = new ArrayList<>();
    for (String name : List.of(rows.columns()).subList(0, fields)) {
      casts.add("cast(`%s` as string)".formatted(name));
    }
    casts.add(ParquetTyping.FAULTS);
    spark.conf().set("spark.sql.session.timeZone", "UTC");
    List<String> shown = new ArrayList<>();
    for (Row row : rows.selectExpr(casts.toArray(String[]::new)).collectAsList()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < fields; i++) {
        values.add(row.getString(i));
      }
      if (!row.isNullAt(fields)) {
        Fault.read(org.apache.spark.unsafe.types.UTF8String.fromString(row.getString(fields)))
            .forEach(fault -> values.add(fault.code() + " " + fault.message()));
      }
      shown.add(String.join("|", values.stream().map(String::valueOf).toList()));
    }
    return shown;
  }

  private Source source(String ddl, ExtraColumns extra) {
    return new Source(
        Format.PARQUET,
        "*.parquet",
        1000,
        new ParquetOptions(),
        StructType.fromDDL(ddl.replace("\n", " ")),
        new Times(List.of("yyyy-MM-dd HH:mm:ss"), List.of("yyyy-MM-dd"), zone, ambiguous),
        100,
        extra,
        true,
        Set.of());
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  private static long local(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000;
  }
}
