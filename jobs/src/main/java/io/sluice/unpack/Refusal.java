// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import java.io.IOException;

/**
 * The reason not to read a file: a code that stays the same, what is wrong, and what to do. It is
 * the file's own, and no other one suffers from it.
 */
public final class Refusal extends IOException {
  private static final long serialVersionUID = 1;

  private final FileKind kind;

  Refusal(String reason) {
    super(reason);
    this.kind = null;
  }

  /** For a file of another kind, found out while it was read. */
  Refusal(FileKind kind) {
    super(kind.toString());
    this.kind = kind;
  }

  /**
   * The reason, as the ledger has it.
   *
   * @param format what the file should have been, such as CSV
   */
  public String reason(String format) {
    return kind == null ? getMessage() : kind.reason(format);
  }
}
