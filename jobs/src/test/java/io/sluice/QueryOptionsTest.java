// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import io.sluice.inspect.QueryFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(QueryJob.COMMAND, "select 1"))
        .isEqualTo(Map.of("SQL", "select 1", "format", QueryFormat.TABLE));
  }

  @Test
  void everyOption() {
    assertThat(Reading.own(QueryJob.COMMAND, "select 1", "--limit", "7", "--format", "json"))
        .isEqualTo(Map.of("SQL", "select 1", "limit", 7L, "format", QueryFormat.JSON));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(QueryJob.COMMAND, "--limit", "0", "--format", "xml"))
        .containsExactly(
            "Cannot start: SQL is missing; write SQL",
            "Cannot use '0' as --limit: it must be a whole number from 1 to 1000000000; write --limit N",
            "Cannot use 'xml' as --format: it must be table or csv or json; write --format FORMAT");
  }
}
