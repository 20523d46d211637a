// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.FieldFaults;
import io.sluice.refine.LocalTimes;
import io.sluice.times.Times;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/**
 * A record with hundreds of thousands of faults has a few reasons, and the number of the others.
 */
class ManyFaultsTest {
  private static final int MANY = 300_000;

  private final Reading reading =
      new Reading(
          Calendar.of(Map.of()),
          new LocalTimes(new Times(List.of(), List.of())),
          new FieldFaults(100),
          Set.of());

  @Test
  void elements_of_an_array() {
    Double[] values = new Double[MANY];
    Arrays.fill(values, Double.NaN);
    NestedConversion.OfArray conversion =
        new NestedConversion.OfArray(
            LeafConversion.of(
                    MessageTypeParser.parseMessageType("message m { required double x; }")
                        .getType("x")
                        .asPrimitiveType(),
                    DataTypes.DoubleType)
                .orElseThrow());
    reading.begin();
    reading.column("ratios");
    conversion.convert(
        new GenericInternalRow(new Object[] {new GenericArrayData(values)}), 0, reading);
    reading.column("other");
    reading.missing();

    assertThat(reading.faults()).isEqualTo(MANY + 1);
    List<Fault> found = Fault.read(reading.found(List.of("other", "ratios")));
    assertThat(found).hasSize(21);
    assertThat(found.get(0).code()).isEqualTo("other_missing");
    assertThat(found.get(19).message()).isEqualTo("ratios[18]: 'NaN' is no DOUBLE");
    assertThat(found.get(20))
        .isEqualTo(
            new Fault(
                "ratios[19]_type",
                "ratios[19]",
                "ratios[19]: 'NaN' is no DOUBLE; 299980 more faults of this column are left out",
                "NaN"));

    reading.begin();
    assertThat(reading.found(List.of("ratios"))).isNull();
  }
}
