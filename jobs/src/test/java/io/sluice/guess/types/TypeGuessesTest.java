// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.column.ColumnName;
import io.sluice.column.EngineParsers;
import io.sluice.column.Values;
import io.sluice.pipeline.NumberSeparators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The type of a column by its name and values. */
class TypeGuessesTest {
  private static final DayOrder UNKNOWN = new DayOrder(true, "nothing in the sample tells", false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paid        | true,FALSE,True         | BOOLEAN",
        "paid        | yes,no                  | STRING",
        "flag        | 0,1,1                   | INT",
        "zip         | 01067,80331             | STRING",
        "plz         | 80331,10115             | STRING",
        "customer_id | 1,2,3                   | STRING",
        "CustomerID  | 1,2,3                   | STRING",
        "phone       | 4930123456,4989123456   | STRING",
        "ean         | 4006381333931           | STRING",
        "number      | 1234567890123456789012  | STRING",
        "article     | 40063813339,40063813346 | STRING",
        "age         | 12,7,99                 | INT",
        "visits      | 1,1234567               | BIGINT",
        "delta       | -1,+2                   | INT",
        "amount      | 1,2,3                   | 'DECIMAL(18,2)'",
        "amount      | 1.5,2                   | 'DECIMAL(18,2)'",
        "Preis       | 1.125,2                 | 'DECIMAL(18,3)'",
        "kwh         | 1.5,2.25                | 'DECIMAL(18,2)'",
        "temperature | 1e3,2.5                 | DOUBLE",
        "share       | 0.1,0.12,0.123,0.1234,0.12345,0.123456,0.1234567 | DOUBLE",
        "lat         | 52.5200066,48.1371079   | 'DECIMAL(18,7)'",
        "price       | $12.50,$7               | STRING",
        "opened      | 10:15,9:00              | STRING",
        "name        | Anna,Bob                | STRING",
        "version     | 1.2.3,1.2.4             | STRING",
      })
  void types(String name, String values, String type) {
    assertThat(guess(name, values.split(",", -1)).type().sql()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "day     | 2026-03-01;2026-12-31                      | DATE      | yyyy-MM-dd",
        "day     | 01.03.2026;13.03.2026                      | DATE      | dd.MM.yyyy",
        "day     | 1.3.2026;13.12.2026                        | DATE      | d.M.yyyy",
        "day     | 13/03/2026;14/03/2026                      | DATE      | dd/MM/yyyy",
        "day     | 03/13/2026;03/14/2026                      | DATE      | MM/dd/yyyy",
        "day     | 3/13/26;12/1/26                            | DATE      | M/d/yy",
        "day     | 5-Jan-2026;17-Feb-2026                     | DATE      | d-MMM-yyyy",
        "day     | March 1, 2026                              | DATE      | 'MMMM d, yyyy'",
        "day     | 20260301;20261231                          | DATE      | yyyyMMdd",
        "at      | 2026-03-01 10:15:00                        | TIMESTAMP | yyyy-MM-dd HH:mm:ss",
        "at      | 2026-03-01T10:15:00Z                       | TIMESTAMP | yyyy-MM-dd'T'HH:mm:ssXXX",
        "at      | 2026-03-01T10:15:00+01:00                  | TIMESTAMP | yyyy-MM-dd'T'HH:mm:ssXXX",
        "at      | 2026-03-01T10:15:00+0100                   | TIMESTAMP | yyyy-MM-dd'T'HH:mm:ssXX",
        "at      | 2026-03-01 10:15:00 UTC                    | TIMESTAMP | yyyy-MM-dd HH:mm:ss VV",
        "at      | 2026-03-01 10:15:00.123                    | TIMESTAMP | yyyy-MM-dd HH:mm:ss.SSS",
        "at      | 01.03.2026 9:15;01.03.2026 10:15           | TIMESTAMP | dd.MM.yyyy H:mm",
        "at      | 3/13/2026 9:15 AM                          | TIMESTAMP | M/dd/yyyy h:mm a",
        "at      | 20260301101500                             | TIMESTAMP | yyyyMMddHHmmss",
        "at      | 2026-03-01 10:15:00;2026-03-01 10:15:00.5  | TIMESTAMP | yyyy-MM-dd HH:mm:ss; yyyy-MM-dd HH:mm:ss.S",
      })
  void times(String name, String values, String type, String formats) {
    Typing typing = guess(name, values.split(";", -1));

    assertThat(typing.type().sql()).isEqualTo(type);
    assertThat(String.join("; ", typing.formats())).isEqualTo(formats);
    assertThat(typing.isDoubtful()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"2026-02-30", "2026-13-01", "10:15", "2026-03", "1772359200.5 s"})
  void noTimes(String value) {
    assertThat(guess("day", value).type().sql()).isEqualTo("STRING");
  }

  @Test
  void dayAndMonthThatNothingTells() {
    Typing typing = guess("day", "03/04/2026", "01/02/2026");

    assertThat(typing.formats()).containsExactly("dd/MM/yyyy");
    assertThat(typing.isDoubtful()).isTrue();
    assertThat(typing.evidence())
        .isEqualTo(
            "all 2 values are dd/MM/yyyy; MM/dd/yyyy would fit as well: nothing in the sample tells; ASK whoever sends the files");
  }

  @Test
  void dayAndMonthByTheOrderOfRecords() {
    Typing typing =
        guess("day", "10/01/2026", "11/01/2026", "12/01/2026", "01/02/2026", "02/02/2026");

    assertThat(typing.formats()).containsExactly("dd/MM/yyyy");
    assertThat(typing.isDoubtful()).isFalse();
    assertThat(typing.evidence()).endsWith(": so read they ascend from record to record");
  }

  @Test
  void dayAndMonthByAnotherColumn() {
    DayOrder order =
        DayOrder.of(
            List.of(new Values(List.of("03/13/2026"))), parsers(), /* decimalComma */ false);

    assertThat(order)
        .isEqualTo(new DayOrder(false, "another column has days above 12 there", true));
  }

  @Test
  void timesAsNumbers() {
    Typing typing = guess("created_at", "1772359200000", "1772359201000");

    assertThat(typing.type().sql()).isEqualTo("BIGINT");
    assertThat(typing.conversion().map(Conversion::sql)).contains("timestamp_millis(%s)");
    assertThat(typing.conversion().orElseThrow().reading().apply("1772359200000"))
        .isEqualTo(1_772_359_200_000_000L);
    assertThat(guess("ts", "1772359200").conversion().map(Conversion::sql))
        .contains("timestamp_seconds(%s)");
  }

  @Test
  void fewMistakesAmongManyValues() {
    List<String> days = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      days.add("2026-03-%02d".formatted(i % 28 + 1));
    }
    days.add("unknown");

    Typing typing = guess("day", days.toArray(String[]::new));

    assertThat(typing.type().sql()).isEqualTo("DATE");
    assertThat(typing.strays()).isEqualTo(1);
    assertThat(typing.evidence()).isEqualTo("60 of 61 values are yyyy-MM-dd");
  }

  @Test
  void evidence() {
    assertThat(guess("zip", "01067", "80331").evidence())
        .isEqualTo(
            "all 2 values have 5 digits, some begin with 0: a code, which a number would lose the zeros of");
    assertThat(guess("amount", "1.50", "2").evidence())
        .isEqualTo(
            "all 2 values have 0 to 2 decimals, and it is named like an amount: exact, never DOUBLE");
    assertThat(guess("paid", "yes", "no").evidence())
        .isEqualTo(
            "not BOOLEAN, which is true or false: 'no', 'yes'; in transformations.sql, lower(paid) = 'yes' would be one");
    assertThat(guess("note", new String[] {null, " "}).evidence())
        .isEqualTo("the sample has no value of it; say what it is");
  }

  private static EngineParsers parsers() {
    return new EngineParsers(NumberSeparators.PLAIN);
  }

  private static Typing guess(String name, String... values) {
    return TypeGuesses.of(
        new ColumnName(name),
        new Values(Arrays.asList(values)),
        new GuessContext(parsers(), UNKNOWN, /* takesStrays */ true));
  }
}
