// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks with what an earlier report said is told every change, whichever run made it. */
@ExtendWith(SparkSessionExtension.class)
class ChangedRelationsTest {
  @TempDir Path folder;

  private ShopAggregations shop;
  private Workspace workspace;

  @BeforeEach
  void sell() throws IOException {
    shop =
        new ShopAggregations(folder)
            .aggregation("daily", ShopAggregations.DAILY)
            .aggregation("totals", ShopAggregations.TOTALS)
            .aggregation("buyers", ShopAggregations.BUYERS);
    workspace = shop.workspace();
    shop.sell(
        "first.csv",
        "1 1.00 ann 2026-01-05 10:00:00",
        "2 2.00 bob 2026-01-05 11:00:00",
        "3 3.00 ann 2026-01-06 10:00:00");
    succeed("aggregate");
  }

  @Test
  void every_change_is_reported_until_it_was_seen() throws IOException {
    JsonNode first = changed("start");
    assertThat(dates(first, "sales")).isEqualTo("[\"2026-01-05\",\"2026-01-06\"]");
    assertThat(dates(first, "daily")).isEqualTo("[\"2026-01-05\",\"2026-01-06\"]");
    assertThat(first.at("/relations/totals").toString()).isEqualTo("{\"dates\":[],\"whole\":true}");
    assertThat(changed("start")).isEqualTo(first);

    String seen = first.path("until").asText();
    assertThat(changed(seen).path("relations")).isEmpty();

    shop.sell("late.csv", "4 4.50 eve 2026-01-05 12:00:00");
    shop.sell("next.csv", "5 5.00 ann 2026-01-07 09:00:00");
    succeed("aggregate");
    succeed("aggregate");
    JsonNode later = changed(seen);
    assertThat(later.path("since").asText()).isEqualTo(seen);
    assertThat(dates(later, "sales")).isEqualTo("[\"2026-01-05\",\"2026-01-07\"]");
    assertThat(dates(later, "daily")).isEqualTo("[\"2026-01-05\",\"2026-01-07\"]");
    assertThat(later.at("/relations/daily/whole").asBoolean()).isFalse();
    assertThat(later.at("/relations/buyers/whole").asBoolean()).isTrue();
    assertThat(changed(later.path("until").asText()).path("relations")).isEmpty();

    assertThat(changed("1:another-log")).isEqualTo(changed("start"));
    assertThat(changed("999:another-log")).isEqualTo(changed("start"));
  }

  @LongProof
  @Test
  void dates_that_a_backfill_has_restated_are_told() throws IOException {
    String seen = changed("start").path("until").asText();
    succeed("backfill", "--from", "2026-01-06", "--to", "2026-01-06", "--reason", "a test");
    succeed("aggregate");
    JsonNode restated = changed(seen);
    assertThat(dates(restated, "sales")).isEqualTo("[\"2026-01-06\"]");
    assertThat(dates(restated, "daily")).isEqualTo("[\"2026-01-06\"]");

    seen = restated.path("until").asText();
    succeed("aggregate", "--full-refresh", "daily");
    JsonNode refreshed = changed(seen);
    assertThat(refreshed.path("relations").has("sales")).isFalse();
    assertThat(refreshed.at("/relations/daily").toString())
        .isEqualTo("{\"dates\":[\"2026-01-05\",\"2026-01-06\"],\"whole\":true}");
  }

  @LongProof
  @Test
  void a_run_of_all_tells_it_too_and_none_tells_it_unasked() throws IOException {
    RunResult run = workspace.run("run", "--changed-since", "start");
    assertThat(run.report().at("/changed/relations/daily/dates")).hasSize(2);
    assertThat(workspace.run("quality").report().path("changed").isNull()).isTrue();
  }

  private JsonNode changed(String since) throws IOException {
    return succeed("quality", "--changed-since", since).report().path("changed");
  }

  private static String dates(JsonNode changed, String relation) {
    return changed.at("/relations/" + relation + "/dates").toString();
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }
}
