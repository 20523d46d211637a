// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.format.csv.CsvRecords;
import io.sluice.pipeline.CsvOptions;
import org.junit.jupiter.api.Test;

/** Lines that don't tell what columns hold. */
class UsableRowsTest {
  private static final String LINES = "id,amount,day\na-1,5,x\na-2,6,y\nb-3,7,z\nb-4,8,x\n";

  @Test
  void allLines() {
    UsableRows rows = rows(LINES + "c-5,9,y\n");

    assertThat(rows.rows()).hasSize(5);
    assertThat(rows.remarks()).isEmpty();
  }

  @Test
  void aLineOfTotals() {
    UsableRows rows = rows(LINES + "Total:,26,\n");

    assertThat(rows.rows()).hasSize(4);
    assertThat(rows.remarks().get("last line").why())
        .isEqualTo(
            "it begins with 'Total:' and lacks what all others have, as a line of totals does; it is quarantined where that is NOT NULL, and published else");
    assertThat(rows(LINES + "T,26,\n").rows()).as("begins unlike all others").hasSize(4);
    assertThat(rows(LINES + ",Summe,\n").rows()).hasSize(4);
  }

  @Test
  void lastLinesLikeOthers() {
    assertThat(rows(LINES + "c-5,9,\n").rows()).as("lacks a value").hasSize(5);
    assertThat(rows(LINES + "T,26,x\n").rows()).as("lacks none").hasSize(5);
  }

  @Test
  void linesThatAreQuarantinedAnyway() {
    UsableRows rows = rows(LINES + "c-5,9\nc-\0,1,x\nc-\uFFFD,1,x\nc-8,1,x\n");

    assertThat(rows.rows()).hasSize(5);
    assertThat(rows.remarks().get("lines").value()).isEqualTo("1 left out");
    assertThat(rows.remarks().get("broken lines").value()).isEqualTo("2 left out");
  }

  private static UsableRows rows(String text) {
    CsvOptions options = new CsvOptions(',', '"', '"', "UTF-8", "", false);
    return UsableRows.of(CsvRecords.of(text, options, 100), 100, /* isWhole */ true);
  }
}
