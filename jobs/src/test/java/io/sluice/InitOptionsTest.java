// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InitOptionsTest {
  @Test
  void defaults() {
    assertThat(Reading.own(InitJob.COMMAND, "--from", "orders.csv"))
        .isEqualTo(Map.of("from", "orders.csv", "key", List.of()));
  }

  @Test
  void everyOption() {
    assertThat(
            Reading.own(
                InitJob.COMMAND,
                "--from",
                "orders.json",
                "--key",
                "order_id",
                "line",
                "--event-date",
                "ordered_at",
                "--time-zone",
                "Europe/Berlin",
                "--table",
                "order_lines",
                "--records",
                "data.orders"))
        .isEqualTo(
            Map.of(
                "from",
                "orders.json",
                "key",
                List.of("order_id", "line"),
                "event-date",
                "ordered_at",
                "time-zone",
                ZoneId.of("Europe/Berlin"),
                "table",
                "order_lines",
                "records",
                "data.orders"));
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(InitJob.COMMAND, "--time-zone", "CET", "--table", "files"))
        .containsExactly(
            "Cannot start: --from is missing; write --from SAMPLE",
            "Cannot use 'CET' as --time-zone: it must be UTC, a region such as Europe/Berlin, or an offset such as +01:00; write --time-zone ZONE",
            "Cannot use 'files' as --table: it must be a letter from a to z, then letters, digits and underscores, and none of source, ids, files, quarantine, restatements, decisions; write --table NAME");
  }
}
