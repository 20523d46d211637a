// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inspect.QueryFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryOptionsTest {
  @Test
  void defaults() {
    QueryOptions options =
        Reading.options(QueryOptions.COMMAND, Map.of(), "--pipeline", "readings", "select 1");

    assertThat(options)
        .isEqualTo(new QueryOptions(options.common(), "select 1", 100, QueryFormat.TABLE));
  }

  @Test
  void everyOption() {
    QueryOptions options =
        Reading.options(
            QueryOptions.COMMAND,
            Map.of(),
            "select 1",
            "--pipeline",
            "readings",
            "--limit",
            "7",
            "--format",
            "json");

    assertThat(options)
        .isEqualTo(new QueryOptions(options.common(), "select 1", 7, QueryFormat.JSON));
  }

  @Test
  void rejections() {
    assertThat(
            Reading.problems(
                QueryOptions.COMMAND,
                Map.of(),
                "--pipeline",
                "readings",
                "--limit",
                "0",
                "--format",
                "xml"))
        .containsExactlyInAnyOrder(
            "Cannot start: SQL is missing; write SQL",
            "Cannot use '0' as --limit: it must be a whole number from 1 to 100000; write --limit N",
            "Cannot use 'xml' as --format: it must be table or csv or json; write --format FORMAT");
  }
}
