// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import java.util.List;

/** All guesses, in the order in which they are asked. */
final class TypeGuesses {
  private static final List<TypeGuess> ALL =
      List.of(
          new NoValueGuess(),
          new BooleanGuess(),
          new TimeGuess(),
          new CodeGuess(),
          new EpochGuess(),
          new NumberGuess(),
          new DressedNumberGuess(),
          new NearMissGuess(),
          new TextGuess());

  private TypeGuesses() {}

  /** The type of a column, or of a field within records. */
  static Typing of(ColumnName name, Values values, GuessContext context) {
    return ALL.stream()
        .flatMap(guess -> guess.of(name, values, context).stream())
        .findFirst()
        .orElseThrow();
  }
}
