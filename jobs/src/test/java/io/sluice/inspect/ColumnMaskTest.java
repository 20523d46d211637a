// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class ColumnMaskTest {
  private static final String HIDDEN = "\\(hidden: personal [0-9a-f]{12}\\)";

  private final SparkSession spark;

  ColumnMaskTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void equalValuesStayEqualAndNothingElseIsTold() {
    List<Row> rows =
        new ColumnMask(Set.of("buyer")).hidden("sales", sales()).orderBy("id").collectAsList();

    assertThat(rows).extracting(row -> row.getInt(0)).containsExactly(1, 2, 3, 4);
    assertThat(rows.get(0).getString(1)).matches(HIDDEN).isEqualTo(rows.get(1).getString(1));
    assertThat(rows.get(2).getString(1)).matches(HIDDEN).isNotEqualTo(rows.get(0).getString(1));
    assertThat(rows.get(3).getString(1)).isNull();
  }

  @Test
  void eachQueryHidesThemOtherwise() {
    Dataset<Row> one = new ColumnMask(Set.of("buyer")).hidden("sales", sales());
    Dataset<Row> other = new ColumnMask(Set.of("buyer")).hidden("sales", sales());

    assertThat(one.join(other, "buyer").count()).isZero();
  }

  @Test
  void aQuarantinedRecordIsHiddenWholeWhereAnythingIsPersonal() {
    Dataset<Row> quarantine = sales().withColumnRenamed("buyer", "record");

    assertThat(
            new ColumnMask(Set.of("buyer"))
                .hidden("quarantine", quarantine)
                .collectAsList()
                .get(0)
                .getString(1))
        .matches(HIDDEN);
    assertThat(new ColumnMask(Set.of()).hidden("quarantine", quarantine).collectAsList())
        .isEqualTo(quarantine.collectAsList());
    assertThat(new ColumnMask(Set.of("buyer")).hidden("sales", quarantine).collectAsList())
        .isEqualTo(quarantine.collectAsList());
  }

  private Dataset<Row> sales() {
    return spark.sql(
        "select * from values (1, 'Ann'), (2, 'Ann'), (3, 'Bob'), (4, null) as t(id, buyer)");
  }
}
