// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A kind of failure that libraries throw in ways of their own, and of which the remedy is known.
 */
@FunctionalInterface
interface KnownCause {
  /** The first that knows a failure decides: what is certain comes before what can be guessed. */
  List<KnownCause> ALL =
      List.of(
          new MissingConnector(),
          failure -> Encodings.ofJvm().unnameable(failure),
          new DamagedData(),
          new ScarceMachine(),
          new MissingRight(),
          new MisplacedFile(),
          new WrongSetting(),
          new WrongSql(),
          new TooDeep(),
          new PassingTrouble());

  /** The problem that a failure is; empty where it is none of this kind. */
  Optional<Problem> of(Failure failure);
}
