// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SQL that fails for a record: that record is quarantined, and the others are published. */
@ExtendWith(SparkSessionExtension.class)
class FailingSqlTest {
  private static final Instant PUBLISHED = Instant.parse("2026-02-01T00:00:00Z");
  private static final Timestamp LANDED = Timestamp.from(Instant.parse("2026-01-10T00:00:00Z"));
  private static final String YAML =
      """
      source:
        schema: |
          id STRING NOT NULL, a INT, b BIGINT, d DECIMAL(38,2), ms BIGINT, t STRING, x DOUBLE,
          day DATE NOT NULL
        personal: [t]
      table: sales
      key: [id]
      event-date: day
      """;

  /** How Spark evaluates: large runs by generated code, small ones without. */
  enum Evaluation {
    GENERATED(
        Map.of(
            "spark.sql.codegen.wholeStage", "true",
            "spark.sql.codegen.factoryMode", "CODEGEN_ONLY",
            "spark.sql.codegen.fallback", "false")),
    SPLIT(
        Map.of(
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "CODEGEN_ONLY")),
    INTERPRETED(
        Map.of(
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN"));

    private final Map<String, String> settings;

    Evaluation(Map<String, String> settings) {
      this.settings = settings;
    }
  }

  /** A column that can be computed for {@link #GOOD}, and a value for which it can't. */
  private record Failing(String column, String bad, String error) {}

  private static final String[] GOOD = {
    "id=good one", "a=3", "b=1", "d=1.00", "ms=1767614400000", "x=1.5"
  };

  private static final List<Failing> FAILING =
      List.of(
          new Failing("a * 1000", "a=2147483647", "[ARITHMETIC_OVERFLOW]"),
          new Failing("a + 1", "a=2147483647", "[ARITHMETIC_OVERFLOW]"),
          new Failing("-a", "a=-2147483648", "[ARITHMETIC_OVERFLOW]"),
          new Failing("b * 10", "b=9000000000000000000", "[ARITHMETIC_OVERFLOW]"),
          new Failing("100 / a", "a=0", "[DIVIDE_BY_ZERO]"),
          new Failing("a % (a - 1)", "a=1", "[DIVIDE_BY_ZERO]"),
          new Failing("cast(b as int)", "b=3000000000", "[CAST_OVERFLOW]"),
          new Failing("cast(x as int)", "x=1e12", "[CAST_OVERFLOW]"),
          new Failing(
              "cast(d * 100 as decimal(38, 2))",
              "d=900000000000000000000000000000000000.00",
              "[NUMERIC_VALUE_OUT_OF_RANGE]"),
          new Failing("timestamp_millis(ms)", "ms=1767614400000000000", "long overflow"),
          new Failing("split(id, '')[a]", "a=9", "[INVALID_ARRAY_INDEX]"),
          new Failing("element_at(split(id, ''), a)", "a=9", "[INVALID_ARRAY_INDEX_IN_ELEMENT_AT]"),
          new Failing("make_date(a, 1, 1)", "a=2147483647", "Invalid value for Year"),
          // Spark evaluates what is common to several columns once, and first.
          new Failing("a * 1000 + a * 1000", "a=2147483647", "[ARITHMETIC_OVERFLOW]"),
          new Failing(
              "case when a * 7 > 5 then a * 7 end", "a=2147483647", "[ARITHMETIC_OVERFLOW]"),
          new Failing("if(a > 5, 100 / (a - 7), 0)", "a=7", "[DIVIDE_BY_ZERO]"),
          new Failing("transform(array(a), e -> 10 / e)[0]", "a=0", "[DIVIDE_BY_ZERO]"),
          new Failing("if(a = 0, raise_error('no'), 1)", "a=0", "no"));

  @TempDir private Path root;
  private final SparkSession spark;
  private final Map<String, String> before = new HashMap<>();

  FailingSqlTest(SparkSession spark) {
    this.spark = spark;
  }

  @AfterEach
  void restoreSettings() {
    before.forEach(spark.conf()::set);
  }

  private void evaluate(Evaluation evaluation) {
    evaluation.settings.forEach(
        (key, value) -> {
          before.putIfAbsent(key, spark.conf().get(key));
          spark.conf().set(key, value);
        });
  }

  @ParameterizedTest
  @EnumSource
  void whateverFailsForARecordQuarantinesThatRecord(Evaluation evaluation) {
    evaluate(evaluation);
    StringBuilder columns = new StringBuilder();
    List<Row> records = new ArrayList<>(List.of(record(GOOD)));
    for (Failing each : FAILING) {
      String column = "v" + records.size();
      columns.append(", %s as %s".formatted(each.column(), column));
      records.add(
          record(
              Stream.concat(Stream.of(GOOD), Stream.of("id=bad %s".formatted(column), each.bad()))
                  .toArray(String[]::new)));
    }
    for (String sql :
        List.of(
            "select id, day" + columns + " from source",
            "with s as (select *, a + 0 as a0 from source), t as (select id, day%s from s) select * from t"
                .formatted(columns.toString().replaceAll("\\ba\\b", "a0")))) {
      Refiner refiner = refiner("select true as fine from source", sql);

      Dataset<Row> staged =
          refiner.stage(
              raw(refiner, records.toArray(Row[]::new)), DuplicateHints.none(), PUBLISHED);
      ValidatedRecords judged =
          refiner.refine(refiner.setAside(staged.where("day is null")), PUBLISHED);

      assertThat(ids(staged.where("day is not null"))).isEqualTo("good one");
      assertThat(judged.candidates().collectAsList()).isEmpty();
      Map<String, List<String>> reasons = reasonsById(judged);
      assertThat(reasons).hasSize(FAILING.size());
      for (int i = 1; i <= FAILING.size(); i++) {
        String column = "v" + i;
        String error = FAILING.get(i - 1).error();
        assertThat(reasons.get("bad " + column))
            .as(FAILING.get(i - 1).column())
            .allMatch(reason -> reason.startsWith("sql_error/null/transformations.sql:1:"))
            .noneMatch(reason -> reason.contains("ansi") || reason.contains("== SQL"))
            .anyMatch(
                reason -> reason.contains(": " + column + " fails") && reason.contains(error));
      }
      assertThat(judged.failed().select("event_date").distinct().collectAsList().toString())
          .isEqualTo("[[2026-01-05]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNullIsPublished(Evaluation evaluation) {
    evaluate(evaluation);
    Refiner refiner =
        refiner(
            "select true as fine from source",
            "select id, day, try_divide(100, a) as share, a * 2 as twice, try_cast(t as int) as n,"
                + " get(split(t, ';'), 1) as part from source");
    Row zero = record("id=zero", "a=0", "t=many");
    Row nothing = record("id=nothing");

    Dataset<Row> staged =
        refiner.stage(raw(refiner, zero, nothing), DuplicateHints.none(), PUBLISHED);

    assertThat(
            staged
                .where("day is not null")
                .select("id", "share", "twice", "n", "part")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[zero,null,0,null,null]", "[nothing,null,null,null,null]");
  }

  @ParameterizedTest
  @EnumSource
  void everyErrorOfARecordIsNamedWithItsPlace(Evaluation evaluation) {
    evaluate(evaluation);
    Refiner refiner =
        refiner(
            """
            -- a comment takes lines
            /* and so
               does this */
            select
                a is null or a * 2 < 3000000000 as doubled_is_small,
                d is null or d >= 0 as d_is_positive,
                x is null or 1 / (a - a) > x as never
            from source
            """,
            """
            -- description: one row per sale

            with priced as (
                select *, 100 / a as share from source
            )

            select
                id, day,
                share + 1 as more,
                timestamp_millis(ms)
                    as at,
                cast(b as int) as b_int
            from priced
            """);
    Dataset<Row> raw =
        raw(
            refiner,
            record("id=rule", "a=2147483647", "d=-1"),
            record("id=columns", "a=0", "b=3000000000", "ms=1767614400000000000"),
            record("id=both", "a=2147483647", "x=1", "ms=1767614400000000000"),
            record("id=good", "a=1"));

    Dataset<Row> staged = refiner.stage(raw, DuplicateHints.none(), PUBLISHED);
    ValidatedRecords judged = refiner.refine(raw, PUBLISHED);

    assertThat(ids(staged.where("day is not null"))).isEqualTo("good");
    assertThat(ids(judged.candidates())).isEqualTo("good");
    Map<String, List<String>> reasons = reasonsById(judged);
    assertThat(reasons.get("rule"))
        .containsExactly(
            "sql_error/null/rules.sql:5:18: doubled_is_small fails at a * 2: [ARITHMETIC_OVERFLOW]"
                + " integer overflow. Use 'try_multiply' to tolerate overflow and return NULL"
                + " instead",
            "d_is_positive/d/d_is_positive does not hold: d = '-1'");
    assertThat(reasons.get("both"))
        .containsExactly(
            "sql_error/null/rules.sql:5:18: doubled_is_small fails at a * 2: [ARITHMETIC_OVERFLOW]"
                + " integer overflow. Use 'try_multiply' to tolerate overflow and return NULL"
                + " instead",
            "sql_error/null/rules.sql:7:18: never fails at 1 / (a - a): [DIVIDE_BY_ZERO] Division"
                + " by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead");
    assertThat(reasons.get("columns"))
        .containsExactly(
            "sql_error/null/transformations.sql:4:15: share fails at 100 / a: [DIVIDE_BY_ZERO]"
                + " Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL"
                + " instead",
            "sql_error/null/transformations.sql:10:5: at fails: long overflow",
            "sql_error/null/transformations.sql:12:5: b_int fails: [CAST_OVERFLOW] The value"
                + " 3000000000L of the type \"BIGINT\" cannot be cast to \"INT\" due to an overflow."
                + " Use `try_cast` to tolerate overflow and return NULL instead");
  }

  @Test
  void personalValuesDoNotShowInErrors() {
    Refiner refiner =
        refiner(
            "select length(t) < 9 or cast(t as int) > 0 as t_is_number from source",
            "select id, day, cast(word as int) as n, cast(id as int) as m from (select id, day,"
                + " upper(t) as word from source) as s");

    ValidatedRecords judged =
        refiner.refine(
            raw(refiner, record("id=7", "t=secret"), record("id=x", "t=most secret")), PUBLISHED);

    assertThat(judged.failed().orderBy("record").collectAsList())
        .extracting(FailingSqlTest::reasons)
        .containsExactly(
            List.of(
                "sql_error/null/transformations.sql:1:17: n fails at cast(word as int):"
                    + " [CAST_INVALID_INPUT] (its values are hidden: personal)"),
            List.of(
                "sql_error/null/rules.sql:1:25: t_is_number fails at cast(t as int):"
                    + " [CAST_INVALID_INPUT] (its values are hidden: personal)"));
  }

  @Test
  void theEventDateMayFailItself() {
    Refiner refiner =
        refiner(
            "select true as fine from source",
            "select id, to_date(timestamp_millis(ms)) as day from source");

    ValidatedRecords judged =
        refiner.refine(raw(refiner, record("id=a", "ms=1767614400000000000")), PUBLISHED);

    assertThat(judged.failed().select("event_date").collectAsList().toString())
        .isEqualTo("[[null]]");
    assertThat(reasons(judged.failed().collectAsList().get(0)))
        .containsExactly("sql_error/null/transformations.sql:1:12: day fails: long overflow");
  }

  @Test
  void aRecordThatExplodesIsWholeOrNotThere() {
    requireWholeOrNotThere(Evaluation.INTERPRETED);
  }

  @LongProof
  @ParameterizedTest
  @EnumSource(names = {"GENERATED", "SPLIT"})
  void aRecordThatExplodesIsSoInGeneratedCode(Evaluation evaluation) {
    requireWholeOrNotThere(evaluation);
  }

  private void requireWholeOrNotThere(Evaluation evaluation) {
    evaluate(evaluation);
    for (String sql :
        List.of(
            "select id, day, cast(part as int) as part from (select id, day, explode(split(t, ';'))"
                + " as part from source) as s",
            "select id, day, explode(transform(split(t, ';'), p -> cast(p as int))) as part from"
                + " source",
            "select id, day, pos + part as part from source lateral view posexplode(transform("
                + "split(t, ';'), p -> cast(p as int))) as pos, part",
            "select id, day, part from source lateral view explode(map(cast(split(t, ';')[0] as"
                + " int), cast(split(t, ';')[1] as int))) as part, other",
            "select id, day, part from (select id, day, inline(array(struct(cast(split(t, ';')[0]"
                + " as int) as part), struct(cast(split(t, ';')[1] as int) as part))) from source)"
                + " as s",
            "select id, day, stack(2, cast(split(t, ';')[0] as int), cast(split(t, ';')[1] as int))"
                + " as part from source")) {
      Refiner refiner = refiner("select true as fine from source", sql);
      Dataset<Row> raw = raw(refiner, record("id=good", "t=1;2"), record("id=bad", "t=1;many"));

      Dataset<Row> first = refiner.stage(raw, DuplicateHints.none(), PUBLISHED);
      Dataset<Row> aside = first.where("day is null");
      Dataset<Row> second =
          refiner.stage(raw, DuplicateHints.none().andRecords(refiner.undated(aside)), PUBLISHED);

      assertThat(ids(second.where("day is not null").dropDuplicates("id")))
          .as(sql)
          .isEqualTo("good");
      assertThat(refiner.setAside(second.where("day is null")).count()).as(sql).isEqualTo(1);
      ValidatedRecords judged =
          refiner.refine(refiner.setAside(second.where("day is null")), PUBLISHED);
      assertThat(judged.candidates().collectAsList()).as(sql).isEmpty();
      List<Row> failed = judged.failed().collectAsList();
      assertThat(failed).as(sql).hasSize(1);
      assertThat(reasons(failed.get(0)))
          .as(sql)
          .singleElement()
          .asString()
          .startsWith("sql_error/null/transformations.sql:1:")
          .endsWith("[CAST_INVALID_INPUT] (its values are hidden: personal)");
      assertThat(
              refiner
                  .kept(raw, DuplicateHints.none().andRecords(refiner.undated(aside)))
                  .collectAsList()
                  .toString())
          .isEqualTo("[[f.csv,1]]");
    }
  }

  @Test
  void whatFailsForEveryRecordIsAMistake() {
    assertMistake(
        "select 1 / 0 > 1 as never from source",
        "select id, day from source",
        "Cannot use rules.sql: rules.sql:1:8: 1 / 0 > 1 fails at 1 / 0: [DIVIDE_BY_ZERO] Division"
            + " by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead; so it"
            + " does for every record");
    assertMistake(
        "select true as fine from source",
        "-- of use to nobody\nselect id, day,\n  cast('x' as int) as n from source",
        "Cannot use transformations.sql: transformations.sql:3:3: cast('x' as int) fails at cast('x' as int):"
            + " [CAST_INVALID_INPUT] The value 'x' of the type \"STRING\" cannot be cast to \"INT\""
            + " because it is malformed. Correct the value as per the syntax, or change its target"
            + " type. Use `try_cast` to tolerate malformed input and return NULL instead; so it"
            + " does for every record");
  }

  @Test
  void aConstantThatIsNotAlwaysLookedAtFailsForThoseThatDo() {
    Refiner refiner =
        refiner(
            "select true as fine from source",
            "select id, day, case when a = 0 then 1 / 0 else 1 end as n from source");

    Dataset<Row> staged =
        refiner.stage(
            raw(refiner, record("id=good", "a=1"), record("id=bad", "a=0")),
            DuplicateHints.none(),
            PUBLISHED);

    assertThat(ids(staged.where("day is not null"))).isEqualTo("good");
  }

  @Test
  void theMainPassStaysInOneGeneratedStage() {
    evaluate(Evaluation.GENERATED);
    Refiner refiner =
        refiner(
            "select a is null or a * 2 < 100 as small from source",
            "select id, day, a * 1000 as v, upper(t) as t from source");

    String plan =
        refiner
            .stage(raw(refiner, record("id=a")), DuplicateHints.none(), PUBLISHED)
            .queryExecution()
            .executedPlan()
            .toString();

    // The uppermost packs what is set aside by to_json, which Spark doesn't generate code for.
    assertThat(plan.lines().filter(line -> line.contains("Project")).skip(1))
        .isNotEmpty()
        .allMatch(line -> line.contains("*(1) Project"));
  }

  private void assertMistake(String rules, String transformations, String message) {
    assertThatThrownBy(() -> refiner(rules, transformations))
        .isInstanceOf(Problem.class)
        .hasMessage(message)
        .extracting(thrown -> ((Problem) thrown).outcome())
        .isEqualTo(Outcome.INVALID);
  }

  private Refiner refiner(String rules, String transformations) {
    Pipeline pipeline =
        new PipelineFolder(root)
            .write("pipeline.yaml", YAML)
            .write("rules.sql", rules)
            .write("transformations.sql", transformations)
            .load();
    return SourceFormats.refiner(spark, pipeline);
  }

  private Dataset<Row> raw(Refiner refiner, Row... records) {
    return spark.createDataFrame(Arrays.asList(records), refiner.noRaw().schema()).coalesce(1);
  }

  /** A record with some values. */
  private static Row record(String... values) {
    StructType schema =
        StructType.fromDDL(
            "id STRING, a STRING, b STRING, d STRING, ms STRING, t STRING, x STRING, day STRING");
    List<Object> row = new ArrayList<>(Arrays.asList(new Object[schema.length()]));
    row.set(schema.fieldIndex("day"), "2026-01-05");
    for (String value : values) {
      int equals = value.indexOf('=');
      row.set(schema.fieldIndex(value.substring(0, equals)), value.substring(equals + 1));
    }
    row.addAll(Arrays.asList(null, 0, "f.csv", LANDED));
    return RowFactory.create(row.toArray());
  }

  private static String ids(Dataset<Row> rows) {
    return String.join(
        ",", rows.select(col("id")).collectAsList().stream().map(row -> row.getString(0)).toList());
  }

  private static Map<String, List<String>> reasonsById(ValidatedRecords judged) {
    Map<String, List<String>> reasons = new HashMap<>();
    for (Row row :
        judged
            .failed()
            .selectExpr("get_json_object(record, '$.id') as id", "reasons")
            .collectAsList()) {
      reasons.put(row.getString(0), reasons(row));
    }
    return reasons;
  }

  private static List<String> reasons(Row row) {
    return row.<Row>getList(row.fieldIndex("reasons")).stream()
        .map(reason -> reason.mkString("/"))
        .toList();
  }
}
