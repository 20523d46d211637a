// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;

/** True and false, as the engine reads them. */
final class BooleanGuess implements TypeGuess {
  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    return context.parsers().takeAll(values, DataTypes.BooleanType)
        ? Optional.of(Typing.of(DataTypes.BooleanType, values.counted() + " are true or false"))
        : Optional.empty();
  }
}
