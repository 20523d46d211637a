// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.guess.types.Conversion;
import io.sluice.guess.types.FieldGuess;
import io.sluice.guess.types.Typing;
import io.sluice.pipeline.SqlName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;

/**
 * Guesses rules that hold for every record of a sample, and that its columns' names suggest.
 *
 * @param fields of which the columns are made
 * @param now the clock of the machine
 */
record RuleGuess(
    List<FieldGuess> fields,
    List<OutputColumn> columns,
    List<String> required,
    EventDate eventDate,
    int records,
    Instant now) {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** What test cases have as the time at which a file landed. */
  static final Instant LANDED_IN_TESTS = Instant.parse("2026-11-20T00:00:00Z");

  List<GuessedRule> guess() {
    List<GuessedRule> rules = new ArrayList<>();
    fields.forEach(field -> form(field).ifPresent(rules::add));
    columns.stream().filter(this::isNeverNegative).map(this::notNegative).forEach(rules::add);
    notInTheFuture().ifPresent(rules::add);
    if (rules.isEmpty()) {
      rules.add(
          new GuessedRule(
              "every_record_is_good",
              "true",
              "nothing in the sample suggests a rule; write your own in its place"));
    }
    return List.copyOf(rules);
  }

  /** Texts that SQL makes something of have to look as it expects them. */
  private Optional<GuessedRule> form(FieldGuess field) {
    Optional<Conversion.Form> form =
        field.typing().flatMap(Typing::conversion).flatMap(Conversion::form);
    Optional<OutputColumn> column =
        columns.stream().filter(each -> each.origin().equals(field.name())).findFirst();
    return form.flatMap(
        expected ->
            column.map(
                made -> {
                  String name = SqlName.of(field.name());
                  String condition = "%s rlike '%s'".formatted(name, expected.pattern());
                  return new GuessedRule(
                      made.name() + "_format",
                      required.contains(field.name())
                          ? condition
                          : name + " is null or " + condition,
                      expected.why());
                }));
  }

  private boolean isNeverNegative(OutputColumn column) {
    boolean isAmount = column.hint().isMoney() || column.hint().isQuantity();
    if (column.hasParts() || !isAmount || column.isText() || column.isTime()) {
      return false;
    }
    for (int i = 0; i < records; i++) {
      Object value = column.value(i);
      if (value != null && number(value) < 0) {
        return false;
      }
    }
    return true;
  }

  private static double number(Object value) {
    return value instanceof Decimal decimal ? decimal.toDouble() : ((Number) value).doubleValue();
  }

  private GuessedRule notNegative(OutputColumn column) {
    String condition = column.expression() + " >= 0";
    boolean isRequired = required.contains(column.origin());
    return new GuessedRule(
        column.name() + "_not_negative",
        isRequired ? condition : column.expression() + " is null or " + condition,
        "no value of the sample is below 0; are there refunds or corrections that are?");
  }

  private Optional<GuessedRule> notInTheFuture() {
    return eventDate
        .column()
        .filter(column -> lastsUntil(column, now) && someAreBefore(column, LANDED_IN_TESTS))
        .map(
            column ->
                new GuessedRule(
                    column.name() + "_not_in_the_future",
                    column.type().equals(DataTypes.DateType)
                        ? column.expression() + " <= date_add(to_date(_landed_at), 1)"
                        : column.expression() + " <= _landed_at + interval 1 day",
                    "no value of the sample is; a day is left for clocks and zones that differ"));
  }

  private boolean lastsUntil(OutputColumn column, Instant landed) {
    for (int i = 0; i < records; i++) {
      if (!isBefore(column, i, landed)) {
        return false;
      }
    }
    return true;
  }

  private boolean someAreBefore(OutputColumn column, Instant landed) {
    for (int i = 0; i < records; i++) {
      if (isBefore(column, i, landed)) {
        return true;
      }
    }
    return false;
  }

  /** Says whether a record would keep the rule about the future, had it landed then. */
  static boolean isBefore(OutputColumn column, int record, Instant landed) {
    Object value = column.value(record);
    if (value == null) {
      return false;
    }
    long micros = value instanceof Integer day ? day * MICROS_PER_DAY : (Long) value;
    Instant limit = landed.plus(1, ChronoUnit.DAYS);
    return micros <= limit.getEpochSecond() * 1_000_000;
  }
}
