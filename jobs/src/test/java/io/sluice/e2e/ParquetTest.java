// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Gzip;
import io.sluice.testing.LongProof;
import io.sluice.testing.ParquetFiles;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files of several writers go through every job that looks at files. */
@ExtendWith(SparkSessionExtension.class)
class ParquetTest {
  private static final String YAML =
      """
      source:
        format: parquet
        schema: |
          id STRING NOT NULL, amount DECIMAL(12,2) NOT NULL, pieces BIGINT,
          sold_at TIMESTAMP NOT NULL, buyer STRUCT<name: STRING, age: INT>, tags ARRAY<STRING>
        personal: [pieces]
      table: sales
      key: [id]
      event-date: sold_date
      gate: {max-quarantined-ratio: 1.0}
      """;

  /** As an old writer has them: times of INT96, lists of two levels, other names and types. */
  private static final String OLD =
      """
      optional binary ID (STRING);
      optional int32 amount (DECIMAL(9,1));
      optional int96 sold_at;
      optional group tags (LIST) { repeated binary array (STRING); }
      optional int32 note;
      """;

  private static final String SPARK =
      """
      select
          id,
          cast(amount as decimal(8,2)) as amount,
          cast(pieces as int) as pieces,
          timestamp(sold_at) as sold_at,
          if(name is null, null, struct(name, age, 'x' as more)) as buyer
      from values
      """;

  @TempDir private Path folder;
  private PipelineFolder pipeline;
  private Workspace workspace;

  @BeforeEach
  void create() {
    pipeline =
        new PipelineFolder(folder.resolve("sql"))
            .write("pipeline.yaml", YAML)
            .write(
                "rules.sql",
                "select amount > 0 as amount_is_positive, buyer.age > 17 or buyer.age is null as adult"
                    + " from source")
            .write(
                "transformations.sql",
                "select id, amount, pieces, buyer.name as buyer, tags, sold_at,"
                    + " to_date(sold_at) as sold_date from source");
    workspace = new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
  }

  @LongProof
  @Test
  void records_are_published_quarantined_and_come_again() throws IOException {
    land(
        "a-spark.parquet",
        spark(
            SPARK
                + """
                    ('a', 1.50, 3, '2026-01-05 10:00:00', 'Ann', 30),
                    ('b', 2.50, null, '2026-01-05 11:00:00', null, null),
                    ('a', 1.50, 3, '2026-01-05 10:00:00', 'Ann', 30),
                    ('c', -1.00, 1, '2026-01-05 12:00:00', 'Bob', 7),
                    (null, 4.00, 1, '2026-01-06 12:00:00', null, null),
                    ('b', 2.51, null, '2026-01-05 23:00:00', null, null)
                    as t(id, amount, pieces, sold_at, name, age)
                """));
    land(
        "b-old.parquet",
        old(
            group -> old(group, "d", 12_345, 0),
            group -> {
              Group tags = old(group, "e", 10, 1).addGroup("tags");
              tags.append("array", "x").append("array", "y");
            },
            group ->
                old(group, "f", 10, 1)
                    .addGroup("tags")
                    .append("array", Binary.fromConstantByteArray(new byte[] {'M', (byte) 0xfc}))));
    land("c-packed.parquet", Gzip.of(spark("select 'x' as id")));
    byte[] whole = spark("select 'x' as id");
    land("d-cut.parquet", Arrays.copyOf(whole, whole.length - 20));
    land("e-text.parquet", "id,amount\na,1\n".getBytes(StandardCharsets.UTF_8));
    land("f-nothing.parquet", new byte[0]);
    land(
        "g-other.parquet",
        spark("select 'x' as id, 1.5D as amount, timestamp('2026-01-05 10:00:00') as sold_at"));
    land("h-damaged.parquet", damaged());

    RunResult transform = succeed("transform");

    assertThat(files())
        .containsExactly(
            "a-spark.parquet ingested null 6 2 1 3",
            "b-old.parquet ingested null 3 2 0 1",
            "c-packed.parquet rejected not_parquet 0 0 0 0",
            "d-cut.parquet rejected broken_file 0 0 0 0",
            "e-text.parquet rejected not_parquet 0 0 0 0",
            "f-nothing.parquet ingested null 0 0 0 0",
            "g-other.parquet rejected schema_mismatch 0 0 0 0",
            "h-damaged.parquet rejected broken_file 0 0 0 0");
    assertThat(sales())
        .containsExactly(
            "a 1.50 3 Ann null 2026-01-05T10:00:00Z",
            "b 2.51 null null null 2026-01-05T23:00:00Z",
            "d 1234.50 null null null 2026-01-05T01:02:03.000004Z",
            "e 1.00 null null [x, y] 2026-01-06T01:02:03.000004Z");
    assertThat(quarantined())
        .containsExactly(
            "{\"id\":\"b\",\"amount\":\"2.50\",\"pieces\":null,\"sold_at\":\"2026-01-05 11:00:00\","
                + "\"buyer\":null,\"tags\":null} -> conflicting_duplicate",
            "{\"id\":\"c\",\"amount\":\"-1.00\",\"pieces\":\"1\",\"sold_at\":\"2026-01-05 12:00:00\","
                + "\"buyer\":{\"name\":\"Bob\",\"age\":7},\"tags\":null} -> amount_is_positive: amount_is_positive"
                + " does not hold: amount = '-1.00' adult: adult does not hold: buyer ="
                + " '{\"name\":\"Bob\",\"age\":7}'",
            "{\"id\":\"f\",\"amount\":\"1.00\",\"pieces\":null,\"sold_at\":\"2026-01-06 01:02:03.000004\","
                + "\"buyer\":null,\"tags\":[\"M\ufffd\"]} -> invalid_utf8: tags[0]: 'M\ufffd' holds bytes that"
                + " are no UTF-8",
            "{\"id\":null,\"amount\":\"4.00\",\"pieces\":\"1\",\"sold_at\":\"2026-01-06 12:00:00\","
                + "\"buyer\":null,\"tags\":null} -> id_missing: id: is required and empty");
    assertThat(transform.report().path("checks").toString())
        .contains("'buyer.more'")
        .contains("'note'");
    assertThat(Files.exists(workspace.in("archive/000001/a-spark.parquet"))).isTrue();

    pipeline.write("rules.sql", "select amount > -2 as amount_is_positive from source");
    succeed("quarantine replay", "--code", "amount_is_positive", "--reason", "refunds are sales");
    assertThat(sales()).contains("c -1.00 1 Bob null 2026-01-05T12:00:00Z").hasSize(5);
    succeed("backfill", "--from", "2026-01-05", "--to", "2026-01-06", "--reason", "to be sure");
    assertThat(sales()).hasSize(5);

    land(
        "g-other.parquet",
        spark("select 'g' as id, '5' as amount, timestamp('2026-01-07 10:00:00') as sold_at"));
    succeed("transform");
    assertThat(files()).contains("g-other.parquet rejected schema_mismatch 0 0 0 0").hasSize(9);
    land(
        "i-again.parquet",
        spark("select 'g' as id, 5 as amount, timestamp('2026-01-07 10:00:00') as sold_at"));
    succeed("transform");
    assertThat(sales()).contains("g 5.00 null null null 2026-01-07T10:00:00Z").hasSize(6);
    succeed("doctor");
  }

  @LongProof
  @Test
  void generated_files_are_read_back() throws IOException {
    pipeline
        .write(
            "generate.sql",
            """
            select
                concat('g', id) as id,
                cast(id * 1.25 + 1 as decimal(12,2)) as amount,
                id as pieces,
                :start as sold_at,
                named_struct('name', concat('n', id), 'age', 20) as buyer,
                array('x', concat('t', id)) as tags
            from ids
            """)
        .write(
            "tests/some/given/source.csv",
            "id,amount,sold_at\na,1.50,2026-01-05 10:00:00\nb,many,2026-01-05 10:00:00\n")
        .write("tests/some/expected/sales.csv", "id,amount\na,1.50\n")
        .write("tests/some/expected/quarantine.csv", "id,amount,codes\nb,many,amount_type\n");
    String[] options = {"--rows", "200", "--start", "2026-01-05T10:00:00Z", "--bad-ratio", "0.1"};
    succeed("generate", options);
    Path file = workspace.in("landing/shop-000000000000-000000000199.parquet");
    byte[] first = Files.readAllBytes(file);

    succeed("transform");

    List<String> sales = sales();
    assertThat(sales)
        .hasSizeBetween(160, 195)
        .contains("g7 9.75 7 n7 [x, t7] 2026-01-05T10:00:00Z");
    assertThat(workspace.table("quarantine")).hasSize(200 - sales.size());
    workspace = new Workspace(folder.resolve("again"), folder.resolve("sql"), PipelineFolder.NAME);
    succeed("generate", options);
    assertThat(workspace.in("landing/shop-000000000000-000000000199.parquet"))
        .hasBinaryContent(first);
    succeed("test");
  }

  private static Group old(Group group, String id, int tenths, int day) {
    return group
        .append("ID", id)
        .append("amount", tenths)
        .append("sold_at", ParquetFiles.int96(20_458 + day, 3_723_000_004_000L));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // goes into a list as it is
  private byte[] old(Consumer<Group>... records) throws IOException {
    return Files.readAllBytes(
        ParquetFiles.write(folder.resolve("old.parquet"), OLD, Map.of(), List.of(records)));
  }

  /** Bytes in the middle of a page are others: only reading them shows it. */
  private byte[] damaged() throws IOException {
    byte[] bytes =
        spark(
            "select concat('h', id * 7919) as id, 1.00 as amount, timestamp('2026-01-05') as sold_at"
                + " from range(2000)");
    Arrays.fill(bytes, 500, 900, (byte) 0x55);
    return bytes;
  }

  /** The file that Spark writes of what a query gives. */
  private byte[] spark(String sql) throws IOException {
    Path written = folder.resolve("spark-" + System.nanoTime());
    SparkSessionExtension.spark().sql(sql).coalesce(1).write().parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      return Files.readAllBytes(
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }
  }

  private Instant nextLanding = Instant.parse("2026-01-08T00:00:00Z");

  private void land(String name, byte[] content) throws IOException {
    workspace.land(name, content, nextLanding);
    nextLanding = nextLanding.plusSeconds(1);
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(String.join("\n", run.stdout())).isZero();
    return run;
  }

  private List<String> files() {
    return workspace.table("files").stream()
        .map(
            row ->
                "%s %s %s %s %s %s %s"
                    .formatted(
                        row.get("path"),
                        row.get("status"),
                        row.get("reason") == null
                            ? null
                            : row.get("reason").toString().replaceFirst(":.*", ""),
                        row.get("rows_read"),
                        row.get("rows_written"),
                        row.get("rows_duplicate"),
                        row.get("rows_quarantined")))
        .sorted()
        .toList();
  }

  private List<String> sales() {
    return workspace.table("sales").stream()
        .map(
            row ->
                "%s %s %s %s %s %s"
                    .formatted(
                        row.get("id"),
                        row.get("amount"),
                        row.get("pieces"),
                        row.get("buyer"),
                        row.get("tags"),
                        row.get("sold_at")))
        .sorted()
        .toList();
  }

  private List<String> quarantined() {
    Map<String, String> records = new TreeMap<>();
    for (Map<String, Object> row : workspace.table("quarantine")) {
      StringBuilder reasons = new StringBuilder();
      for (Object reason : (List<?>) row.get("reasons")) {
        Object code = ((Map<?, ?>) reason).get("code");
        reasons.append(" ").append(code);
        if (!code.equals("conflicting_duplicate")) {
          reasons.append(": ").append(((Map<?, ?>) reason).get("message"));
        }
      }
      records.put(row.get("record").toString(), reasons.toString());
    }
    return records.entrySet().stream()
        .map(each -> each.getKey() + " ->" + each.getValue())
        .toList();
  }
}
