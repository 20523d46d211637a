// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

/** The reason not to read a file, as the ledger has it. */
final class Rejected extends Exception {
  private static final long serialVersionUID = 1;

  private Rejected(String reason) {
    super(reason);
  }

  /** For a file that is no Parquet file at all. */
  static Rejected otherKind(String what, String remedy) {
    return new Rejected("not_parquet: %s; %s, and land it again".formatted(what, remedy));
  }

  /** For a file that is cut off or damaged. */
  static Rejected broken(String what) {
    return new Rejected("broken_file: %s; land it again, whole".formatted(what));
  }

  static Rejected encrypted(String what) {
    return new Rejected("encrypted: %s; decrypt it, and land it again".formatted(what));
  }

  /** For a file whose columns are not those of the schema. */
  static Rejected mismatch(String reason, Object... values) {
    return new Rejected("schema_mismatch: " + reason.formatted(values));
  }
}
