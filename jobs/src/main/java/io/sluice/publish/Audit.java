// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import io.sluice.problem.Problem;
import io.sluice.relation.LedgerCounts;
import java.util.List;
import java.util.function.Function;

/** Decision, before any reader can see a row, whether what is staged may be published. */
@FunctionalInterface
public interface Audit {
  /** Audit of what needs none, or has had its own. */
  Audit NONE = () -> {};

  /**
   * @throws Problem where it must not be published
   */
  void require();

  default Audit and(Audit next) {
    return () -> {
      require();
      next.require();
    };
  }

  /**
   * Requires that every record of every file is accounted for.
   *
   * @param refusal of the first file that does not balance
   */
  static Audit balance(List<LedgerCounts> files, Function<LedgerCounts, Problem> refusal) {
    return () ->
        files.stream()
            .filter(file -> !file.balances())
            .findFirst()
            .ifPresent(
                file -> {
                  throw refusal.apply(file);
                });
  }

  /**
   * Requires that readers will find what was written.
   *
   * @param refusal a format of {@code written} and {@code found}
   */
  static Audit readBack(boolean same, String what, String refusal, long written, long found) {
    return () -> {
      if (!same) {
        throw Problem.failed("Cannot publish " + what + ": " + refusal.formatted(written, found));
      }
    };
  }
}
