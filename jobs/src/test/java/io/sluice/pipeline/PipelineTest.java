// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.times.AmbiguousTimes;
import io.sluice.times.Times;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("price", DataTypes.createDecimalType(10, 2), true)
          .add("sold_at", DataTypes.TimestampType, false);

  @TempDir Path root;
  private TestFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new TestFolder(root);
  }

  @Test
  void fills_in_the_defaults() {
    Pipeline pipeline = folder.load();

    assertThat(pipeline)
        .isEqualTo(
            new Pipeline(
                "shop",
                new org.apache.hadoop.fs.Path("file:" + folder.folder()),
                new Source(
                    Format.CSV,
                    "*.csv",
                    1000,
                    new CsvOptions(',', '"', '"', "UTF-8", "", false),
                    SCHEMA,
                    new Times(List.of("yyyy-MM-dd HH:mm:ss"), List.of("yyyy-MM-dd")),
                    65_536,
                    ExtraColumns.REPORT,
                    true,
                    Set.of()),
                "sales",
                List.of("id"),
                "sold_date",
                new GateLimits(0.10, 100),
                Optional.empty(),
                Duration.ofDays(90),
                new SqlFile("rules.sql", TestFolder.RULES, ""),
                new SqlFile("transformations.sql", TestFolder.TRANSFORMATIONS, ""),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                pipeline.sqlHash(),
                Built.of(pipeline.sqlHash()),
                pipeline.meaning()));
  }

  @Test
  void takes_every_key_and_file() {
    String generate = "-- description: one sale per id\nselect id, :start as sold_at from ids;\n";
    String daily =
        "-- description: one row per day\n"
            + "-- materialized: incremental_by_date\n"
            + "-- overlap: 1 day\n"
            + "select sold_date, count(*) as sales from sales group by sold_date\n";
    String total = "select sum(sales) as sales from daily\n";
    String check = "-- severity: warn\n-- stage: batch\nselect * from sales where price is null\n";
    folder
        .write(
            "pipeline.yaml",
            """
            source:
              format: csv
              files: "sales-*.txt"
              files-per-batch: 7
              options:
                delimiter: "\\t"
                quote: "'"
                escape: "\\\\"
                encoding: ISO-8859-1
                null-value: "NULL"
                multi-line: true
              schema: id STRING NOT NULL, price DECIMAL(10,2), sold_at TIMESTAMP NOT NULL
              timestamp-formats: ["dd.MM.yyyy HH:mm", "yyyy-MM-dd'T'HH:mm:ssX"]
              date-formats: [dd.MM.yyyy]
              time-zone: Europe/Berlin
              ambiguous-times: later
              max-field-length: 100
              extra-columns: reject
              archive: false
              personal: [id]
            table: sales
            key: [id, sold_at]
            on-conflict: quarantine
            event-date: sold_date
            gate: {max-quarantined-ratio: 1, min-rows: 0}
            freshness: {warn-after: 3 hours, error-after: 24 hours}
            runs-keep: 30 days
            schedule: "@hourly"
            """)
        .write("generate.sql", generate)
        .write("aggregations/daily.sql", daily)
        .write("aggregations/a_total.sql", total)
        .write("quality/prices.sql", check);

    Pipeline pipeline = folder.load();

    assertThat(pipeline)
        .isEqualTo(
            new Pipeline(
                "shop",
                new org.apache.hadoop.fs.Path("file:" + folder.folder()),
                new Source(
                    Format.CSV,
                    "sales-*.txt",
                    7,
                    new CsvOptions('\t', '\'', '\\', "ISO-8859-1", "NULL", true),
                    SCHEMA,
                    new Times(
                        List.of("dd.MM.yyyy HH:mm", "yyyy-MM-dd'T'HH:mm:ssX"),
                        List.of("dd.MM.yyyy"),
                        ZoneId.of("Europe/Berlin"),
                        AmbiguousTimes.LATER),
                    100,
                    ExtraColumns.REJECT,
                    false,
                    Set.of("id")),
                "sales",
                List.of("id", "sold_at"),
                "sold_date",
                new GateLimits(1, 0),
                Optional.of(new Freshness(Duration.ofHours(3), Duration.ofHours(24))),
                Duration.ofDays(30),
                new SqlFile("rules.sql", TestFolder.RULES, ""),
                new SqlFile("transformations.sql", TestFolder.TRANSFORMATIONS, ""),
                Optional.of(new SqlFile("generate.sql", generate, "one sale per id")),
                List.of(
                    new Aggregation(
                        "daily",
                        Materialization.INCREMENTAL_BY_DATE,
                        new SqlFile("aggregations/daily.sql", daily, "one row per day"),
                        Set.of("sales"),
                        Optional.of(Duration.ofDays(1))),
                    new Aggregation(
                        "a_total",
                        Materialization.FULL,
                        new SqlFile("aggregations/a_total.sql", total, ""),
                        Set.of("daily"),
                        Optional.empty())),
                List.of(
                    new QualityCheck(
                        "prices",
                        Severity.WARN,
                        Stage.BATCH,
                        new SqlFile("quality/prices.sql", check, ""),
                        Set.of("sales"))),
                List.of(),
                List.of(),
                pipeline.sqlHash(),
                Built.of(pipeline.sqlHash()),
                pipeline.meaning()));
  }

  @Test
  void shows_what_is_wrong_with_every_file_at_once() {
    folder
        .write("pipeline.yaml", TestFolder.YAML + "gate: {max-quarantined-ratio: 2, rows: 1}\n")
        .write("rules.sql", "select price > 0 from source")
        .delete("transformations.sql")
        .write("aggregations/daily.sql", "select\n  * frm sales");

    Problem problem = folder.problem();

    assertThat(problem.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(problem)
        .hasMessage(
            "Cannot load pipeline 'shop': 5 mistakes in file:%s; correct what is listed:\n"
                    .formatted(folder.folder())
                + "  pipeline.yaml, line 9, column 34: gate.rows: found an unknown key;"
                + " allowed: max-quarantined-ratio, min-rows\n"
                + "  pipeline.yaml, line 9, column 31: gate.max-quarantined-ratio: found 2;"
                + " allowed: a number from 0 to 1\n"
                + "  rules.sql, line 1, column 8: found a column without a name;"
                + " allowed: select <condition> as <rule>, … from source\n"
                + "  transformations.sql: found no such file; every pipeline needs it\n"
                + "  aggregations/daily.sql, line 2, column 9: Syntax error at or near 'sales': extra input 'sales';"
                + " allowed: one query of Spark SQL");
  }

  @Test
  void hashes_what_decides_the_transformed_table() {
    String hash = folder.load().sqlHash();

    assertThat(hash).matches("[0-9a-f]{16}").isEqualTo(folder.load().sqlHash());
    folder.write("quality/all.sql", "select * from sales");
    assertThat(folder.load().sqlHash()).isEqualTo(hash);
    folder.write("rules.sql", TestFolder.RULES + "-- another text\n");
    assertThat(folder.load().sqlHash()).isNotEqualTo(hash);
  }

  @Test
  void its_meaning_is_that_of_its_sql_without_comments() {
    String meaning = folder.load().meaning();

    folder.write("rules.sql", "/* kept */ " + TestFolder.RULES);
    assertThat(folder.load().meaning()).isEqualTo(meaning);
    folder.write("rules.sql", TestFolder.RULES.replace("select", "select true as fine,"));
    assertThat(folder.load().meaning()).isNotEqualTo(meaning);
  }

  @Test
  void tells_from_the_hash_whether_records_were_dated_as_now() {
    String before = folder.load().sqlHash();
    folder.write("rules.sql", TestFolder.RULES + "-- another text\n");
    folder.write("transformations.sql", "-- a comment\n" + TestFolder.TRANSFORMATIONS);
    assertThat(folder.load().sqlHash()).isNotEqualTo(before);
    assertThat(folder.load().datedAlike(before)).isTrue();

    folder.write(
        "pipeline.yaml",
        TestFolder.YAML.replace(
            "table:", "  timestamp-formats: [\"dd.MM.yyyy HH:mm:ss\"]\ntable:"));
    assertThat(folder.load().datedAlike(before)).isFalse();

    folder.write("pipeline.yaml", TestFolder.YAML);
    assertThat(folder.load().datedAlike(before)).isTrue();
    folder.write(
        "transformations.sql",
        TestFolder.TRANSFORMATIONS.replace("sold_at)", "sold_at + interval 1 hour)"));
    assertThat(folder.load().datedAlike(before)).isFalse();
  }

  @Test
  void dates_records_otherwise_by_another_zone() {
    // As it was before zones could be given.
    String utc = "cce3c373";
    assertThat(folder.load().sqlHash()).startsWith(utc);
    folder.write("pipeline.yaml", withSource("time-zone: UTC"));
    assertThat(folder.load().sqlHash()).startsWith(utc);

    for (String other : List.of("time-zone: Europe/Berlin", "ambiguous-times: later")) {
      String before = folder.load().sqlHash();
      folder.write("pipeline.yaml", withSource(other));
      assertThat(folder.load().datedAlike(before)).as(other).isFalse();
    }
  }

  private static String withSource(String line) {
    return TestFolder.YAML.replace("table:", "  " + line + "\ntable:");
  }

  @Test
  void hashes_what_the_environment_gives() {
    folder.write("pipeline.yaml", TestFolder.YAML + "schedule: ${WHEN}\n");

    assertThat(folder.load(Map.of("WHEN", "@daily")).sqlHash())
        .isEqualTo(folder.load(Map.of("WHEN", "@daily", "OTHER", "x")).sqlHash())
        .isNotEqualTo(folder.load(Map.of("WHEN", "@hourly")).sqlHash());
  }
}
