// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;

/** Digits that are a name and not a number: with leading zeros, or too many, or of an id. */
final class CodeGuess implements TypeGuess {
  private static final int MOST_DIGITS_OF_A_NUMBER = 18;

  /** So many digits in every value are no quantity of anything. */
  private static final int LENGTH_OF_CODES = 11;

  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    if (values.isEmpty() || !values.all(text -> text.strip().matches("\\+?\\d+"))) {
      return Optional.empty();
    } else if (values.first(text -> text.strip().startsWith("+")).isPresent()) {
      return signed(name, values);
    }
    return evidence(name, values).map(why -> Typing.of(DataTypes.StringType, why));
  }

  /** A + in front of phone numbers isn't one that a number needs. */
  private static Optional<Typing> signed(ColumnName name, Values values) {
    boolean areLong = values.all(text -> text.strip().matches("\\+\\d{7,}"));
    return name.isCode() || areLong
        ? Optional.of(
            Typing.of(
                DataTypes.StringType,
                values.counted()
                    + " are digits, some with a + in front: a code, which a number would lose the + of"))
        : Optional.empty();
  }

  private static Optional<String> evidence(ColumnName name, Values values) {
    String all = values.counted();
    Optional<String> zero = values.first(text -> text.strip().matches("0\\d+"));
    Optional<Integer> length = length(values);
    boolean isLong =
        values.first(text -> text.strip().length() > MOST_DIGITS_OF_A_NUMBER).isPresent();
    String digits =
        length
            .map(
                n ->
                    all
                        + (values.present().size() == 1 ? " has " : " have ")
                        + n
                        + (n == 1 ? " digit" : " digits"))
            .orElse(all + " are digits");
    if (zero.isPresent()) {
      return Optional.of(
          digits + ", some begin with 0: a code, which a number would lose the zeros of");
    } else if (isLong) {
      return Optional.of(
          digits + ", more than a BIGINT has: a code (to compute with it, make it DECIMAL(38,0))");
    } else if (name.isCode()) {
      return Optional.of(
          digits
              + ", but it is named like an id or a code, which nobody adds up (else make it BIGINT)");
    }
    return length
        .filter(n -> n >= LENGTH_OF_CODES && !EpochGuess.seemsEpoch(name, values))
        .map(n -> digits + ": a code, which nobody adds up (else make it BIGINT)");
  }

  /** The one length that all values have. */
  private static Optional<Integer> length(Values values) {
    var lengths =
        values.present().stream()
            .map(text -> text.strip().length())
            .collect(Collectors.toMap(Function.identity(), n -> 1, Integer::sum))
            .keySet();
    return lengths.size() == 1 ? lengths.stream().findFirst() : Optional.empty();
  }
}
