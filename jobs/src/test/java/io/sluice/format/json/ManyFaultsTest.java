// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.record.FieldFault;
import io.sluice.testing.Sources;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/**
 * A record with hundreds of thousands of faults has a few reasons, and the number of the others.
 */
class ManyFaultsTest {
  private static final int MANY = 300_000;

  private final JsonFields fields =
      new JsonFields(
          Sources.json(
              """
              id STRING NOT NULL, items ARRAY<STRUCT<sku: STRING NOT NULL>>, numbers ARRAY<INT>,
              labels MAP<STRING, INT>, n INT
              """));

  @Test
  void elements_of_an_array() {
    List<FieldFault> faults = faults("{\"numbers\":[" + many("\"x\"") + "]}");

    assertThat(faults).hasSize(21);
    assertThat(faults.get(0).code()).isEqualTo("id_missing");
    assertThat(faults.get(1).message()).hasToString("numbers[0]: 'x' is no INT");
    assertThat(faults.get(19).message()).hasToString("numbers[18]: 'x' is no INT");
    assertThat(faults.get(20).message())
        .hasToString("numbers[19]: 'x' is no INT; 299980 more faults of this column are left out");
    assertThat(faults.get(20).code()).isEqualTo("numbers[19]_type");
  }

  @Test
  void fields_of_elements() {
    assertThat(faults("{\"id\":\"a\",\"items\":[" + many("{}") + "]}"))
        .hasSize(20)
        .last()
        .extracting(FieldFault::message)
        .hasToString(
            "items[19].sku: is required and empty; 299980 more faults of this column are left out");
  }

  @Test
  void a_name_that_comes_again_and_again() {
    assertThat(faults("{\"id\":\"a\"," + many("\"n\":1") + "}"))
        .hasSize(20)
        .last()
        .extracting(FieldFault::message)
        .hasToString(
            "n: stands twice in its object; 299979 more faults of this column are left out");
  }

  /** Else a rule would be asked about it. */
  @Test
  void no_column_goes_without_its_fault() {
    assertThat(
            faults(
                "{\"labels\":{\"a\":\"x\"},\"items\":["
                    + many("{}")
                    + "],\"numbers\":["
                    + many("1.5")
                    + "],\"n\":\"x\"}"))
        .hasSize(1 + 20 + 20 + 1 + 1)
        .extracting(FieldFault::code)
        .contains("id_missing", "items[19].sku_missing", "numbers[0]_type", "labels[a]_type")
        .endsWith("n_type");
  }

  @Test
  void exactly_as_many_as_are_kept_leave_none_out() {
    assertThat(faults("{\"id\":\"a\",\"numbers\":[" + "\"x\",".repeat(19) + "\"x\"]}"))
        .hasSize(20)
        .noneMatch(fault -> fault.message().toString().contains("left out"));
  }

  private List<FieldFault> faults(String record) {
    InternalRow row = new GenericInternalRow(new Object[] {UTF8String.fromString(record)});
    return fields.faults(row, 0);
  }

  private static String many(String part) {
    return (part + ",").repeat(MANY - 1) + part;
  }
}
