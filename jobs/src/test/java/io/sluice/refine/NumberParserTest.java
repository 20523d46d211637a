// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.apache.spark.sql.types.Decimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberParserTest {
  private final NumberParser numbers = new NumberParser(0, 0);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "+7, 7",
    "007, 7",
    "' 12\t', 12",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "0000000000000000000000000000000000000042, 42",
  })
  void readsIntegers(String text, long value) {
    assertThat(numbers.int64(Text.of(text))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t ",
        "+",
        "-",
        "--1",
        "+-1",
        "1-",
        "1 2",
        "1.0",
        "1.",
        ".5",
        "1e3",
        "0x10",
        "1,000",
        "1_000",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999",
        "١٢",
        "１２",
        "½",
        "\u00a012",
        "12\n",
        "NaN",
        "null",
        "twelve"
      })
  void refusesWhatIsNoInteger(String text) {
    assertThat(numbers.int64(Text.of(text))).isNull();
  }

  @Test
  void smallerIntegersNeverOverflow() {
    assertThat(numbers.int32(Text.of("2147483647"))).isEqualTo(2147483647);
    assertThat(numbers.int32(Text.of("-2147483648"))).isEqualTo(-2147483648);
    assertThat(numbers.int32(Text.of("2147483648"))).isNull();
    assertThat(numbers.int32(Text.of("-2147483649"))).isNull();
    assertThat(numbers.int32(Text.of("4294967296"))).isNull();
    assertThat(numbers.int16(Text.of("32767"))).isEqualTo((short) 32767);
    assertThat(numbers.int16(Text.of("-32768"))).isEqualTo((short) -32768);
    assertThat(numbers.int16(Text.of("32768"))).isNull();
    assertThat(numbers.int16(Text.of("65536"))).isNull();
    assertThat(numbers.int16(Text.of("one"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "1, 1.00",
    "-1.5, -1.50",
    "+1.25, 1.25",
    "-0.01, -0.01",
    "00012.30, 12.30",
    "' 12.34\t', 12.34",
    "9999999999999999.99, 9999999999999999.99",
    "-9999999999999999.99, -9999999999999999.99",
    "00000000000000000000000000000000009999999999999999.99, 9999999999999999.99",
  })
  void readsDecimals(String text, BigDecimal value) {
    assertThat(new NumberParser(18, 2).decimal(Text.of(text))).isEqualTo(decimal(value, 18, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "+",
        "-",
        ".",
        "-.",
        ".5",
        "5.",
        "1.005",
        "1.000",
        "1..0",
        "1.2.3",
        "1,00",
        "1e2",
        "10000000000000000",
        "10000000000000000.00",
        "1 000.00",
        "١٢.٣٤",
        "$1.00",
        "1.00-",
        "--1.00",
        "\u00a01.00",
        "NaN",
        "Infinity"
      })
  void refusesWhatIsNoDecimal(String text) {
    assertThat(new NumberParser(18, 2).decimal(Text.of(text))).isNull();
  }

  @Test
  void readsDecimalsOfEveryPrecision() {
    assertThat(
            new NumberParser(38, 10).decimal(Text.of("-1234567890123456789012345678.0123456789")))
        .isEqualTo(decimal(new BigDecimal("-1234567890123456789012345678.0123456789"), 38, 10));
    assertThat(new NumberParser(38, 10).decimal(Text.of("12345678901234567890123456789"))).isNull();
    assertThat(new NumberParser(19, 0).decimal(Text.of(" +9999999999999999999 ")))
        .isEqualTo(decimal(new BigDecimal("9999999999999999999"), 19, 0));
    assertThat(new NumberParser(19, 0).decimal(Text.of("1.0"))).isNull();
    assertThat(new NumberParser(5, 5).decimal(Text.of("0.12345")))
        .isEqualTo(decimal(new BigDecimal("0.12345"), 5, 5));
    assertThat(new NumberParser(5, 5).decimal(Text.of("1.0"))).isNull();
    assertThat(new NumberParser(18, 0).decimal(Text.of("999999999999999999")))
        .isEqualTo(decimal(new BigDecimal("999999999999999999"), 18, 0));
  }

  @Test
  void decimalsAreWhatBigDecimalSays() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      int precision = 1 + random.nextInt(38);
      int scale = random.nextInt(precision + 1);
      String text = randomNumber(random);
      BigDecimal value = new BigDecimal(text);
      int fraction = text.contains(".") ? text.length() - text.indexOf('.') - 1 : 0;
      boolean fits =
          fraction <= scale && value.setScale(scale).precision() <= Math.max(precision, 1);

      Decimal parsed = new NumberParser(precision, scale).decimal(Text.of(text));

      assertThat(parsed)
          .as("%s as DECIMAL(%d,%d)", text, precision, scale)
          .isEqualTo(fits ? decimal(value, precision, scale) : null);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1.5, -1.5", "+2, 2", "1e3, 1000", "1.5E-3, 0.0015", "' 7 ', 7"})
  void readsFloatingPoint(String text, double value) {
    assertThat(numbers.float64(Text.of(text))).isEqualTo(value);
    assertThat(numbers.float32(Text.of(text))).isEqualTo((float) value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "0x1p3",
        "1d",
        "1f",
        ".5",
        "5.",
        "1e",
        "1e1000",
        "e5",
        "1,5",
        "١.٥",
        "1 2"
      })
  void refusesWhatIsNoFloatingPoint(String text) {
    assertThat(numbers.float64(Text.of(text))).isNull();
    assertThat(numbers.float32(Text.of(text))).isNull();
  }

  @Test
  void aFloatIsNeverInfinite() {
    assertThat(numbers.float64(Text.of("1e-400"))).isNull();
    assertThat(numbers.float64(Text.of("0.00e-400"))).isZero();
    assertThat(numbers.float32(Text.of("1e-60"))).isNull();
    assertThat(numbers.float64(Text.of("1e39"))).isEqualTo(1e39);
    assertThat(numbers.float32(Text.of("1e39"))).isNull();
  }

  private static Decimal decimal(BigDecimal value, int precision, int scale) {
    return Decimal.apply(value, precision, scale);
  }

  private static String randomNumber(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    digits(random, 1 + random.nextInt(39), text);
    if (random.nextBoolean()) {
      digits(random, 1 + random.nextInt(20), text.append('.'));
    }
    return text.toString();
  }

  private static void digits(Random random, int number, StringBuilder text) {
    boolean zeros = random.nextInt(3) == 0;
    for (int i = 0; i < number; i++) {
      text.append(zeros && i < number - 1 ? 0 : random.nextInt(10));
    }
  }
}
