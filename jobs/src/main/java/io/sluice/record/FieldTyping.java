// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Meaning of one field's raw values. Raw values, values and texts are as Spark has them in its
 * rows. Called once a field of every record, by code that takes each field in turn: the work of a
 * record stays proportional to its fields, however many there are.
 */
public interface FieldTyping extends Serializable {
  /** The typed value, null where the text is blank or doesn't fit the type. */
  Object value(Object raw);

  /** The text, as reasons and quarantine show it. */
  UTF8String text(Object raw);

  /**
   * The message about a value that doesn't fit its type.
   *
   * @param personal whether the value must not show
   */
  UTF8String typeFault(Object raw, boolean personal);
}
