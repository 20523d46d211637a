// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.column.ColumnName;
import io.sluice.column.EngineParsers;
import io.sluice.column.Values;
import io.sluice.pipeline.NumberSeparators;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.DataTypes;
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
        "mobile      | +4930123456,+4989123456 | STRING",
        "dial        | +4930123456,+4989123456 | STRING",
        "Belegnr     | 51000,51001             | STRING",
        "zip5        | 80331,10115             | STRING",
        "ean         | 4.00638E+12,4006381333931 | STRING",
        "mass        | 1.5E-05,2.5             | DOUBLE",
        "mass        | 1.1234567890123456789012345678901234567890 | STRING",
        "mass        | -1234567890123456789012345678901234567890  | STRING",
        "fee         | 0.1,0.12,0.123,0.1234,0.12345,0.123456,0.1234567 | 'DECIMAL(18,7)'",
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
        "at      | 202603011015;202603011130                  | TIMESTAMP | yyyyMMddHHmm",
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
  void secondsWithDecimals() {
    Typing typing = guess("ts", "1772359200.25", "1772359201.5");

    assertThat(typing.type().sql()).isEqualTo("DECIMAL(18,6)");
    assertThat(typing.conversion().map(Conversion::sql)).contains("timestamp_seconds(%s)");
    assertThat(typing.conversion().orElseThrow().reading().apply("1772359200.25"))
        .isEqualTo(1_772_359_200_250_000L);
  }

  @Test
  void monthsInUpperCase() {
    Typing typing = guess("day", "01-MAR-2026", "17-apr-2026");

    assertThat(typing.type().sql()).isEqualTo("STRING");
    assertThat(typing.conversion().map(Conversion::sql)).contains("to_date(%1$s, 'dd-MMM-yyyy')");
    assertThat(typing.conversion().orElseThrow().reading().apply("01-MAR-2026")).isEqualTo(20_513);
    assertThat(typing.evidence())
        .isEqualTo("all 2 values are dd-MMM-yyyy, but for upper and lower case in names of months");
  }

  @Test
  void localTimesThatAreText() {
    GuessContext berlin =
        new GuessContext(parsers(), UNKNOWN, /* takesStrays */ true, ZoneId.of("Europe/Berlin"));
    Typing times =
        Typing.ofTimes(
            DataTypes.TimestampType,
            List.of("yyyy-MM-dd'T'HH:mm", "dd.MM.yyyy HH:mm"),
            "evidence",
            0,
            false);

    Typing typing = TextTimes.of(times, berlin, UnaryOperator.identity(), "evidence", false);
    Conversion conversion = typing.conversion().orElseThrow();

    assertThat(conversion.expression("at"))
        .isEqualTo(
            "to_utc_timestamp(coalesce(try_to_timestamp(at, \"yyyy-MM-dd'T'HH:mm\"), to_timestamp(at, 'dd.MM.yyyy HH:mm')), 'Europe/Berlin')");
    assertThat(conversion.reading().apply("01.03.2026 01:00")).isEqualTo(1_772_323_200_000_000L);
    assertThat(typing.evidence())
        .isEqualTo(
            "evidence; SQL refuses no time that the clocks of Europe/Berlin skip or have twice");
  }

  @Test
  void yearsOfTwoDigitsThatAreFarAway() {
    Typing typing = guess("geb", "13.05.26", "01.05.63");

    assertThat(typing.formats()).containsExactly("dd.MM.yy");
    assertThat(typing.isDoubtful()).isTrue();
    assertThat(typing.evidence())
        .isEqualTo(
            "all 2 values are dd.MM.yy; years of two digits are read as 2000 to 2099, also those from 2040 on, such as 2063: have them written with four");
    assertThat(guess("day", "13.05.26", "01.05.27").isDoubtful()).isFalse();
  }

  @Test
  void aLittleThatIsNoNumberOrTime() {
    Typing times = guess("ended_at", "2026-03-01 10:15:00", "2026-03-01 24:00:00");
    Typing numbers = guess("score", "12.5", "7", "n/a");

    assertThat(times.type().sql()).isEqualTo("STRING");
    assertThat(times.isDoubtful()).isTrue();
    assertThat(times.evidence())
        .isEqualTo(
            "1 of 2 values are yyyy-MM-dd HH:mm:ss, and '2026-03-01 24:00:00' isn't: text, so that none is refused; nullif() or a case in transformations.sql can say what it means");
    assertThat(numbers.isDoubtful()).isTrue();
    assertThat(numbers.evidence())
        .isEqualTo(
            "2 of 3 values are numbers, and 'n/a' isn't: text, so that none is refused; nullif() or a case in transformations.sql can say what it means");
    assertThat(guess("article_code", "125", "7", "x1").isDoubtful()).isFalse();
    assertThat(guess("size", "S", "M", "38").isDoubtful()).isFalse();
  }

  @Test
  void amountsWithAnExponent() {
    Typing typing = guess("price", "3.5e1", "2.5");

    assertThat(typing.type().sql()).isEqualTo("DOUBLE");
    assertThat(typing.isDoubtful()).isTrue();
    assertThat(typing.evidence())
        .isEqualTo(
            "some values have an exponent, so that they are not exact; an amount should have none in the files");
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
    assertThat(guess("is paid", "N", "Y").evidence())
        .endsWith("in transformations.sql, lower(`is paid`) = 'y' would be one");
    assertThat(guess("1st", "n").evidence()).endsWith("lower(`1st`) <> 'n' would be one");
    assertThat(guess("amount", "1.50").evidence()).startsWith("the one value has 2 decimals");
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
        new GuessContext(parsers(), UNKNOWN, /* takesStrays */ true, ZoneId.of("UTC")));
  }
}
