// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.NumberSeparators;
import io.sluice.pipeline.Source;
import io.sluice.testing.Sources;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeparatedDigitsTest {
  private static final DataType MONEY = DataTypes.createDecimalType(18, 2);
  private static final DataType LONG_MONEY = DataTypes.createDecimalType(38, 3);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "1234,50|1234.50",
        "1.234,50|1234.50",
        "-1.234.567,8|-1234567.80",
        "+12.345|12345",
        "123.456.789|123456789",
        "1.234|1234",
        "1234|1234",
        "001.234,5|1234.5",
        "' 1.234,50\t'|1234.50",
        "0,07|0.07",
        "9.999.999.999.999.999,99|9999999999999999.99",
      })
  void reads_decimals(String text, BigDecimal value) {
    assertThat(german(MONEY, text)).isEqualTo(Decimal.apply(value, 18, 2));
    assertThat(german(LONG_MONEY, text)).isEqualTo(Decimal.apply(value, 38, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        ".",
        "-",
        "1.23",
        "1.2345",
        "12.34,5",
        "1234.567",
        "1234.567,00",
        "1.234567",
        "1.234567,00",
        ".234",
        ".234,00",
        "1..234",
        "1.234.",
        "1.234.,5",
        "1.234,",
        ",50",
        "1,234.50",
        "1,234,567",
        "1,5,0",
        "1.-234",
        "1-.234",
        "1.234,5-",
        "1.234,50 €",
        "1 234,50",
        "1\u00a0234,50",
        "1'234,50",
        "1,5e3",
        "?",
        "١.٢٣٤",
      })
  void refuses_what_is_no_decimal(String text) {
    assertThat(german(MONEY, text)).isNull();
    assertThat(german(LONG_MONEY, text)).isNull();
  }

  @Test
  void a_digit_too_many_is_never_rounded() {
    assertThat(german(MONEY, "1.234,505")).isNull();
    assertThat(german(MONEY, "10.000.000.000.000.000")).isNull();
  }

  @Test
  void integers_have_groups_alone() {
    assertThat(german(DataTypes.ShortType, "-32.768")).isEqualTo((short) -32768);
    assertThat(german(DataTypes.ShortType, "32.768")).isNull();
    assertThat(german(DataTypes.IntegerType, "2.147.483.647")).isEqualTo(2147483647);
    assertThat(german(DataTypes.IntegerType, "2147483647")).isEqualTo(2147483647);
    assertThat(german(DataTypes.IntegerType, "2.147.483.648")).isNull();
    assertThat(german(DataTypes.LongType, "9.223.372.036.854.775.807"))
        .isEqualTo(9223372036854775807L);
    assertThat(german(DataTypes.LongType, "1,0")).isNull();
    assertThat(german(DataTypes.LongType, "1.0")).isNull();
    assertThat(german(DataTypes.LongType, "12.34")).isNull();
  }

  @Test
  void floating_point_has_both() {
    assertThat(german(DataTypes.DoubleType, "-1.234,5")).isEqualTo(-1234.5);
    assertThat(german(DataTypes.DoubleType, "1,5E-3")).isEqualTo(0.0015);
    assertThat(german(DataTypes.DoubleType, "1.234e2")).isEqualTo(123400.0);
    assertThat(german(DataTypes.FloatType, "1.234,5")).isEqualTo(1234.5f);
    for (String text : new String[] {"1.5", "1.23e2", "1e1.000", "1e1,5", "1,234.5", "NaN", "1e"}) {
      assertThat(german(DataTypes.DoubleType, text)).as(text).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "'", "\u2019", " ", "\u00a0", "\u202f", "\u2009"})
  void each_separator_of_groups_is_that_one_alone(String group) {
    NumberSeparators separators = new NumberSeparators(",", group);

    assertThat(parsed(separators, MONEY, "-1" + group + "234" + group + "567,50"))
        .isEqualTo(Decimal.apply(new BigDecimal("-1234567.50"), 18, 2));
    assertThat(parsed(separators, MONEY, "1" + group + group + "234")).isNull();
    assertThat(parsed(separators, MONEY, "1_234")).isNull();
    assertThat(parsed(separators, MONEY, "1" + (group.equals(" ") ? "\u00a0" : " ") + "234"))
        .isNull();
  }

  @Test
  void without_groups_nothing_else_is_read() {
    NumberSeparators comma = new NumberSeparators(",", "");

    assertThat(parsed(comma, MONEY, "1234,5"))
        .isEqualTo(Decimal.apply(new BigDecimal("1234.50"), 18, 2));
    assertThat(parsed(comma, MONEY, "1234.5")).isNull();
    assertThat(parsed(comma, MONEY, "1.234,5")).isNull();
    assertThat(parsed(comma, DataTypes.LongType, "1.234")).isNull();
  }

  @Test
  void a_point_with_groups_of_commas_is_read_too() {
    NumberSeparators english = new NumberSeparators(".", ",");

    assertThat(parsed(english, MONEY, "1,234.50"))
        .isEqualTo(Decimal.apply(new BigDecimal("1234.50"), 18, 2));
    assertThat(parsed(english, MONEY, "1,23.50")).isNull();
    assertThat(parsed(english, MONEY, "1.234,50")).isNull();
  }

  @Test
  void numbers_are_what_java_writes() {
    DecimalFormat grouped =
        new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.GERMANY));
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      BigDecimal value = BigDecimal.valueOf(random.nextLong() >> random.nextInt(60), 2);
      String text = grouped.format(value);
      Decimal expected = value.precision() > 18 ? null : Decimal.apply(value, 18, 2);
      assertThat(german(MONEY, text)).as(text).isEqualTo(expected);
      String ungrouped = text.replace(".", "");
      assertThat(german(MONEY, ungrouped)).as(ungrouped).isEqualTo(expected);
    }
  }

  @Test
  void a_fault_says_which_separators_are_expected() {
    NumberSeparators german = new NumberSeparators(",", ".");
    assertThat(fault(german, MONEY, "1,234.50"))
        .isEqualTo(
            "amount: '1,234.50' is no DECIMAL(18,2) with ',' before decimals and '.' between"
                + " groups of three digits");
    assertThat(fault(german, DataTypes.IntegerType, "12.34"))
        .isEqualTo("amount: '12.34' is no INT with '.' between groups of three digits");
    NumberSeparators comma = new NumberSeparators(",", "");
    assertThat(fault(comma, DataTypes.DoubleType, "1.5"))
        .isEqualTo("amount: '1.5' is no DOUBLE with ',' before decimals");
    assertThat(fault(comma, DataTypes.LongType, "1.5")).isEqualTo("amount: '1.5' is no BIGINT");
    assertThat(fault(new NumberSeparators(",", "\u00a0"), DataTypes.LongType, "1 000"))
        .isEqualTo(
            "amount: '1 000' is no BIGINT with a no-break space (U+00A0) between groups of three"
                + " digits");
    assertThat(fault(NumberSeparators.PLAIN, MONEY, "1,5"))
        .isEqualTo("amount: '1,5' is no DECIMAL(18,2)");
    assertThat(fault(german, DataTypes.BooleanType, "1,5"))
        .isEqualTo("amount: '1,5' is no BOOLEAN");
  }

  private static Object german(DataType type, String text) {
    return parsed(new NumberSeparators(",", "."), type, text);
  }

  private static Object parsed(NumberSeparators separators, DataType type, String text) {
    return FieldParser.of(type, source(separators)).parse(Text.of(text));
  }

  private static String fault(NumberSeparators separators, DataType type, String text) {
    return FieldParser.of(type, source(separators))
        .fault("amount", false, type.sql(), Text.of(text))
        .toString();
  }

  private static Source source(NumberSeparators separators) {
    CsvOptions options = new CsvOptions(';', '"', '"', "UTF-8", "", false, separators);
    return Sources.csv("amount STRING", options, "*.csv", ExtraColumns.REPORT);
  }
}
