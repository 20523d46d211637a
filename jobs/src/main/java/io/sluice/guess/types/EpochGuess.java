// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;

/** Times as numbers of seconds, milli- or microseconds since 1970. */
final class EpochGuess implements TypeGuess {
  private static final long FIRST_SECOND = 978_307_200L; // 2001
  private static final long LAST_SECOND = 4_102_444_800L; // 2100

  /** Units of such numbers. */
  private enum Unit {
    SECONDS(1, "timestamp_seconds"),
    MILLISECONDS(1_000, "timestamp_millis"),
    MICROSECONDS(1_000_000, "timestamp_micros");

    private final long perSecond;
    private final String function;

    Unit(long perSecond, String function) {
      this.perSecond = perSecond;
      this.function = function;
    }

    boolean takes(Values values) {
      return values.all(
          text -> text.strip().matches("\\d{10,16}") && isIn(Long.parseLong(text.strip())));
    }

    Conversion conversion() {
      return new Conversion(
          function + "(%s)",
          DataTypes.TimestampType,
          text -> Long.parseLong(text.strip()) * (1_000_000 / perSecond));
    }

    private boolean isIn(long value) {
      return value >= FIRST_SECOND * perSecond && value < LAST_SECOND * perSecond;
    }
  }

  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    return unit(name, values)
        .map(
            unit ->
                Typing.of(
                        DataTypes.LongType,
                        values.counted()
                            + " are "
                            + unit.name().toLowerCase(java.util.Locale.ROOT)
                            + " since 1970 of the years 2001 to 2099")
                    .as(unit.conversion()))
        .or(() -> fractions(name, values));
  }

  /** Seconds with decimals, as programs write that count them in floating point. */
  private static Optional<Typing> fractions(ColumnName name, Values values) {
    boolean are =
        name.isTime()
            && !values.isEmpty()
            && values.all(text -> text.strip().matches("\\d{10}\\.\\d{1,6}"))
            && Unit.SECONDS.takes(
                new Values(
                    values.present().stream()
                        .map(text -> text.strip().replaceFirst("\\..*", ""))
                        .toList()));
    return are
        ? Optional.of(
            Typing.of(
                    DataTypes.createDecimalType(18, 6),
                    values.counted()
                        + " are seconds since 1970 with decimals, of the years 2001 to 2099")
                .as(
                    new Conversion(
                        "timestamp_seconds(%s)",
                        DataTypes.TimestampType,
                        text -> new BigDecimal(text.strip()).movePointRight(6).longValueExact())))
        : Optional.empty();
  }

  static boolean seemsEpoch(ColumnName name, Values values) {
    return unit(name, values).isPresent();
  }

  private static Optional<Unit> unit(ColumnName name, Values values) {
    if (values.isEmpty() || !name.isTime()) {
      return Optional.empty();
    }
    return java.util.Arrays.stream(Unit.values()).filter(unit -> unit.takes(values)).findFirst();
  }
}
