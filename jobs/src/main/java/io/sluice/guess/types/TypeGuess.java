// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import java.util.Optional;

/** One kind of values that a column may have. Guesses are asked in turn; the first one holds. */
interface TypeGuess {
  /**
   * The type, where the values are of this kind.
   *
   * @param values of which there is at least one
   */
  Optional<Typing> of(ColumnName name, Values values, GuessContext context);
}
