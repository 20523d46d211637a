// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads the fields of raw records, one record after the other, in one thread. Values and texts are
 * as Spark has them in its rows. The work of a record is proportional to its fields, however many
 * there are: no plan has an expression for each of them.
 */
public interface RecordFields extends Serializable {
  /**
   * Types a record.
   *
   * @param values to put a value for each field of the schema into, null where there is none, or it
   *     doesn't fit its type
   * @return whether each value fits its type, and none is missing that is required
   */
  boolean type(InternalRow record, Object[] values);

  /**
   * {@link EngineColumns#LINE} of the record that was typed last.
   *
   * @param record that record
   */
  UTF8String line(InternalRow record);

  /**
   * {@link EngineColumns#UNFIT} of the record that was typed last.
   *
   * @param record that record
   */
  int unfit(InternalRow record);

  /** The text of a field, as messages show it; null where it has none. */
  UTF8String text(InternalRow record, int field);

  /** The record as quarantine keeps it. */
  UTF8String record(InternalRow record);

  /**
   * What is wrong with the values of a record that has no {@link EngineColumns#LINE}, in the
   * schema's order.
   *
   * @param unfit its {@link EngineColumns#UNFIT}
   */
  List<FieldFault> faults(InternalRow record, int unfit);
}
