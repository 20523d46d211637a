// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityChecksTest {
  @TempDir Path root;
  private TestFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new TestFolder(root);
  }

  @Test
  void fail_after_the_aggregations_unless_they_say_otherwise() {
    String first =
        "select * from daily join files join quarantine join restatements join decisions";
    String second = "-- stage: transform\n-- severity: warn\nselect * from sales";
    folder
        .write("aggregations/daily.sql", "select * from sales")
        .write("quality/second.sql", second)
        .write("quality/first.sql", first)
        .write("quality/README.md", "no check");

    assertThat(folder.load().checks())
        .isEqualTo(
            List.of(
                new QualityCheck(
                    "first",
                    Severity.FAIL,
                    Stage.AGGREGATE,
                    new SqlFile("quality/first.sql", first, ""),
                    Set.of("daily", "files", "quarantine", "restatements", "decisions")),
                new QualityCheck(
                    "second",
                    Severity.WARN,
                    Stage.TRANSFORM,
                    new SqlFile("quality/second.sql", second, ""),
                    Set.of("sales"))));
  }

  @Test
  void refuse_what_they_may_not_be() {
    folder
        .write("quality/a-b.sql", "select * from sales")
        .write("quality/c.sql", "-- severity: error\n-- stage: run\nselect * from source");

    assertThat(folder.findings())
        .containsExactlyInAnyOrder(
            "quality/a-b.sql: found the file name 'a-b.sql'; allowed: a name of a-z, 0-9 and _ that"
                + " starts with a letter",
            "quality/c.sql, line 3, column 15: found the relation 'source'; allowed: sales, files,"
                + " quarantine, restatements, decisions",
            "quality/c.sql, line 1: severity: found 'error'; allowed: fail, warn",
            "quality/c.sql, line 2: stage: found 'run'; allowed: batch, transform, aggregate");
  }
}
