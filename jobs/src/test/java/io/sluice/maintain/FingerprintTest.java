// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class FingerprintTest {
  private final SparkSession spark;

  FingerprintTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void the_order_of_rows_does_not_matter() {
    assertThat(of("values (1, 'a', map('x', 1)), (2, 'b', null)"))
        .isEqualTo(of("values (2, 'b', null), (1, 'a', map('x', 1))"));
  }

  @Test
  void everything_else_does() {
    Fingerprint rows = of("values (1, 'a', map('x', 1)), (1, null, null)");

    assertThat(of("values (1, 'a', map('x', 1))")).isNotEqualTo(rows);
    assertThat(of("values (1, 'a', map('x', 1)), (1, 'a', map('x', 1))")).isNotEqualTo(rows);
    assertThat(of("values (1, 'a', map('x', 2)), (1, null, null)")).isNotEqualTo(rows);
    assertThat(of("values ('1', null, map('x', 1)), ('1', 'a', null)")).isNotEqualTo(rows);
  }

  @Test
  void a_null_and_the_value_beside_it_do_not_change_places_unseen() {
    assertThat(of("values (null, 1)")).isNotEqualTo(of("values (1, null)"));
  }

  @Test
  void no_rows() {
    assertThat(of("values (1) limit 0")).isEqualTo(new Fingerprint(0, 0));
  }

  private Fingerprint of(String query) {
    Dataset<Row> rows = spark.sql(query);
    return Fingerprint.of(rows, rows.schema());
  }
}
