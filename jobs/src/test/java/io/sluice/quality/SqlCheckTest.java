// SPDX-License-Identifier: Apache-2.0
package io.sluice.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.CheckResult;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class SqlCheckTest {
  @TempDir private Path root;
  private final SparkSession spark;

  SqlCheckTest(SparkSession spark) {
    this.spark = spark;
  }

  @AfterEach
  void dropView() {
    spark.catalog().dropTempView("sales");
  }

  @Test
  void showsTimesInUtcAndListsAsLists() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("at", "2026-01-05T10:20:30Z");
    expected.put("codes", List.of("a", "b"));

    CheckResult result =
        run(
            "-- severity: fail",
            "select timestamp '2026-01-05 10:20:30' as at, array('a', 'b') as codes from sales",
            1);

    assertThat(result.sample()).containsExactly(expected);
  }

  @Test
  void holdsWithoutRows() {
    assertThat(run("-- severity: fail", "select id from sales where id < 0", 10))
        .isEqualTo(new CheckResult("check", "fail", 0, List.of()));
  }

  @Test
  void showsUpToTwentyRowsAndCountsAll() {
    CheckResult twenty = run("-- severity: warn", "select id from sales", 20);
    assertThat(twenty.violations()).isEqualTo(20);
    assertThat(twenty.sample()).hasSize(20);

    CheckResult more = run("-- severity: warn", "select id from sales", 21);
    assertThat(more.severity()).isEqualTo("warn");
    assertThat(more.violations()).isEqualTo(21);
    assertThat(more.sample()).hasSize(20);
  }

  @Test
  void showsValuesByColumnAndHidesPersonalOnes() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("id", 0L);
    expected.put("is_odd", false);
    expected.put("day", "2026-01-05");
    expected.put("nothing", null);
    expected.put("buyer", "(hidden: personal)");

    CheckResult result =
        run(
            "-- severity: fail",
            "select id, id % 2 = 1 as is_odd, date '2026-01-05' as day, null as nothing, 'me' as"
                + " buyer from sales",
            1);

    assertThat(result.sample()).containsExactly(expected);
    assertThat(result.sample().get(0).keySet())
        .containsExactly("id", "is_odd", "day", "nothing", "buyer");
  }

  @Test
  void wrongSqlIsThePipelinesMistake() {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> run("-- severity: fail", "select colour from sales", 1));

    assertThat(problem.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(problem)
        .hasMessageStartingWith(
            "Cannot use quality/check.sql: [UNRESOLVED_COLUMN.WITH_SUGGESTION]");
  }

  private CheckResult run(String directives, String sql, int rows) {
    Pipeline pipeline =
        new PipelineFolder(root).write("quality/check.sql", directives + "\n" + sql + "\n").load();
    spark.range(rows).createOrReplaceTempView("sales");
    return new SqlCheck(pipeline, pipeline.checks().get(0)).run(spark);
  }
}
