// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;

/** A row with further columns after it, which gives that row alone as it is. */
public final class HeadedRow extends JoinedRow {
  private final InternalRow head;

  public HeadedRow(InternalRow head, InternalRow tail) {
    super(head, tail);
    this.head = head;
  }

  public InternalRow head() {
    return head;
  }
}
