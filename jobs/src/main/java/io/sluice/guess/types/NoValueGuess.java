// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;

/** A column that is empty throughout the sample. */
final class NoValueGuess implements TypeGuess {
  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    return values.isEmpty()
        ? Optional.of(
            Typing.of(DataTypes.StringType, "the sample has no value of it; say what it is"))
        : Optional.empty();
  }
}
