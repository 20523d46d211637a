// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.record.RecordFields;
import io.sluice.spark.RowBytes;
import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;

/** Texts of raw records. Public because generated code calls it. */
public final class RawText implements Serializable {
  private static final long serialVersionUID = 1;

  private final RecordFields fields;
  private final RowBytes bytes;
  private final int field;

  /**
   * @param field whose text {@link #text} gives
   */
  RawText(RecordFields fields, RowBytes bytes, int field) {
    this.fields = fields;
    this.bytes = bytes;
    this.field = field;
  }

  /** One field's text. */
  public UTF8String text(byte[] raw) {
    return fields.text(bytes.row(raw), field);
  }

  /** The record as quarantine keeps it. */
  public UTF8String record(byte[] raw) {
    return fields.record(bytes.row(raw));
  }
}
