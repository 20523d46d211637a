// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.column.ColumnName;
import io.sluice.column.EngineParsers;
import io.sluice.column.Values;
import io.sluice.pipeline.NumberSeparators;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers with more around them than a type takes. */
class DressedNumberGuessTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "(1,234.50);7.00       | -1234.50 | DECIMAL(18,2)",
        "1.234,50-;7,00        | -1234.50 | DECIMAL(18,2)",
        "$12.50;$7             | 12.50    | DECIMAL(18,2)",
        "-$1,234;$7.5          | -1234.00 | DECIMAL(18,2)",
        "($5.25);$1            | -5.25    | DECIMAL(18,2)",
        "1.234,50 EUR;7,00 EUR | 1234.50  | DECIMAL(18,2)",
        "€ 12,50;€ 7,00        | 12.50    | DECIMAL(18,2)",
        "12.5%;7%              | 12.5     | DECIMAL(18,1)",
        "12 %;7 %              | 12       | DECIMAL(18,0)",
        ".5;.25                | 0.50     | DECIMAL(18,2)",
        "12.;7.                | 12       | DECIMAL(18,0)",
        "1,23,456.00;99.00     | 123456.00 | DECIMAL(18,2)",
        "\u22125.0;7.0         | -5.0     | DECIMAL(18,1)",
      })
  void numbers(String values, String first, String type) {
    Typing typing = guess(values).orElseThrow();
    Conversion conversion = typing.conversion().orElseThrow();

    assertThat(typing.type().sql()).isEqualTo("STRING");
    assertThat(typing.isDoubtful()).isTrue();
    assertThat(conversion.type().sql()).isEqualTo(type);
    assertThat(conversion.reading().apply(values.split(";")[0])).hasToString(first);
    assertThat(values.split(";"))
        .allMatch(text -> text.matches(conversion.form().orElseThrow().pattern()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "A12;A13",
        "12 kg;7 kg",
        "(12);(13)",
        "12-;13-",
        "1,23;1.23,4",
        "12/2026",
        "$x;$5",
      })
  void others(String values) {
    assertThat(guess(values)).isEmpty();
  }

  @Test
  void whatSqlMakesOfThem() {
    Typing typing = guess("(1,234.50);7.00;-3").orElseThrow();
    Conversion conversion = typing.conversion().orElseThrow();
    String pattern = conversion.form().orElseThrow().pattern();

    assertThat(typing.evidence())
        .isEqualTo(
            "all 3 values are numbers written '#' or '(#)' or '-#' with '.' before decimals and ',' between groups of three digits, which no type takes");
    assertThat(conversion.expression("amount"))
        .isEqualTo(
            "cast(concat(if(amount rlike '[(\u2212-]', '-', ''), regexp_replace(amount, '[^0-9.]', '')) as decimal(18,2))");
    assertThat(List.of("5", " 5 ", "(5.1)", "-1,000.25")).allMatch(text -> text.matches(pattern));
    assertThat(List.of("5.123", "(5", "5-", "1,00", "$5", "", "1,2345"))
        .noneMatch(text -> text.matches(pattern));
  }

  @Test
  void severalCurrencies() {
    Typing typing = guess("$5;€5").orElseThrow();

    assertThat(typing.conversion()).isEmpty();
    assertThat(typing.isDoubtful()).isTrue();
    assertThat(typing.evidence())
        .isEqualTo(
            "all 2 values are numbers with one of several signs ($, €); text, since nobody can add them up");
  }

  @Test
  void numbersThatMayBeOthers() {
    assertThat(guess("€ 1.234;€ 2.500").orElseThrow().evidence())
        .isEqualTo(
            "all 2 values are numbers written '€ #', which no type takes; with other separators they would be other numbers: ASK whoever sends the files");
  }

  private static Optional<Typing> guess(String values) {
    EngineParsers parsers = new EngineParsers(NumberSeparators.PLAIN);
    DayOrder order = new DayOrder(true, "nothing in the sample tells", false);
    return new DressedNumberGuess()
        .of(
            new ColumnName("value"),
            new Values(Arrays.asList(values.split(";"))),
            new GuessContext(parsers, order, /* takesStrays */ true, ZoneId.of("UTC")));
  }
}
