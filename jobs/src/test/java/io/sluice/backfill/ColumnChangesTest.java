// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.TableLayout;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ColumnChangesTest {
  @Test
  void whatChangesIsSaidInWords() {
    assertThat(
            new ColumnChanges(
                    layout("id INT, page STRING, seconds INT, day DATE", "day"),
                    layout("id INT, seconds BIGINT, `on` DATE, sizes ARRAY<INT>", "on"),
                    List.of("id"),
                    List.of("seconds", "id"))
                .texts())
        .containsExactly(
            "page STRING is dropped",
            "seconds INT -> BIGINT",
            "day DATE is dropped",
            "on DATE is new",
            "sizes ARRAY<INT> is new",
            "key [id] -> [seconds, id]",
            "event-date day -> on");
  }

  @Test
  void neitherOrderNorAnUnknownKeyIsAChange() {
    TableLayout before = layout("id INT, tags ARRAY<INT>, day DATE", "day");
    TableLayout after = layout("day DATE, tags ARRAY<INT>, id INT NOT NULL", "day");

    assertThat(new ColumnChanges(before, after, List.of(), List.of("id")).texts()).isEmpty();
    assertThat(
            new ColumnChanges(before, after, List.of("id", "tags"), List.of("tags", "id")).texts())
        .isEmpty();
  }

  private static TableLayout layout(String columns, String eventDate) {
    return new TableLayout(StructType.fromDDL(columns), List.of(eventDate));
  }
}
