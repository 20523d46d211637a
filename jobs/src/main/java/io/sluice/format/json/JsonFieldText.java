// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;

/** Texts of one field, and faults, of records as JSON. Public because generated code calls it. */
public final class JsonFieldText implements Serializable {
  private static final long serialVersionUID = 1;

  private final JsonFields fields;
  private final int field;

  JsonFieldText(JsonFields fields, int field) {
    this.fields = fields;
    this.field = field;
  }

  /** The field's text in a record, null where it has none. */
  public UTF8String of(UTF8String record) {
    return fields.text(record, field);
  }

  /** Why a text is no record. */
  public UTF8String fault(UTF8String text) {
    return UTF8String.fromString(fields.fault(text));
  }
}
