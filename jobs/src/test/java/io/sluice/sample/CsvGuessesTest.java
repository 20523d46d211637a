// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.column.Values;
import io.sluice.pipeline.CsvOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How CSV is written: delimiter, quotes, encoding, numbers, missing values. */
class CsvGuessesTest {
  @Test
  void delimiters() {
    assertThat(options("a,b\n1,2\n").delimiter()).isEqualTo(',');
    assertThat(options("a;b\n1,5;2,5\n").delimiter()).isEqualTo(';');
    assertThat(options("a\tb\n1,5\t2\n").delimiter()).isEqualTo('\t');
    assertThat(options("a|b\n1|2\n").delimiter()).isEqualTo('|');
    assertThat(options("a;text\n1;\"x, y, z\"\n2;\"u, v\"\n").delimiter()).isEqualTo(';');
    assertThat(options("only\n1\n2\n").delimiter()).isEqualTo(',');
    assertThat(options("a~b\n1~2\n").delimiter()).isEqualTo('~');
    assertThat(options("a\u0001b\n1\u00012\n").delimiter()).isEqualTo('\u0001');
    assertThat(options("a,b\n1~2,3\n").delimiter()).isEqualTo(',');
  }

  @Test
  void quotesAndLineBreaks() {
    assertThat(options("a,b\n'1','x,y'\n'2','z'\n").quote()).isEqualTo('\'');
    assertThat(options("a,b\n1,\"x \\\" y\"\n").escape()).isEqualTo('\\');
    assertThat(options("a,b\n1,\"say \\\"x\\\"\"\n").escape())
        .as("at the end of a value, where both look alike")
        .isEqualTo('\\');
    assertThat(options("a;b;c\n1;\"C:\\\";\"5\"\" disk\"\n").escape())
        .as("a backslash that is a value's last character")
        .isEqualTo('"');
    assertThat(options("a,b\n1,\"x\ny\"\n2,z\n").multiLine()).isTrue();
    assertThat(options("a,b\n1,\"x \"\" y\"\n"))
        .isEqualTo(new CsvOptions(',', '"', '"', "UTF-8", "", false));
  }

  @Test
  void encodings() {
    assertThat(encoding("a,Größe\n", StandardCharsets.UTF_8)).isEqualTo("UTF-8");
    assertThat(encoding("\uFEFFa,b\n", StandardCharsets.UTF_8)).isEqualTo("UTF-8");
    assertThat(encoding("a,Größe €\n", Charset.forName("windows-1252"))).isEqualTo("windows-1252");
    assertThat(Encoding.of(new byte[] {'a', (byte) 0x81, '\n'}).charset()).isEqualTo("ISO-8859-1");
    assertThat(encoding("a,Größe\nKöln\n", Charset.forName("IBM850"))).isEqualTo("IBM850");
    assertThat(encoding("a,Größe €\n", Charset.forName("ISO-8859-15"))).isEqualTo("ISO-8859-15");
    assertThat(Encoding.of("\uFEFFa".getBytes(StandardCharsets.UTF_8)).text()).isEqualTo("a");
  }

  @Test
  void aBrokenLetterInUtf8() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(
        "Köln,Köln,Köln,Köln,Köln,Köln,Köln,Köln,Köln,Köln\n".getBytes(StandardCharsets.UTF_8));
    bytes.write("Köln\n".getBytes(StandardCharsets.ISO_8859_1));

    Encoding encoding = Encoding.of(bytes.toByteArray());

    assertThat(encoding.charset()).isEqualTo("UTF-8");
    assertThat(encoding.remark().isDoubtful()).isTrue();
    assertThat(encoding.remark().why())
        .isEqualTo(
            "almost all of it is UTF-8, and 1 sequence of bytes in it isn't; such records are quarantined as invalid_utf8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1.5;2             | .   |   | false",
        "1,5;2,25          | \",\" |   | false",
        "1.234,50;7,00     | \",\" | . | false",
        "1,234.50;7.00     | .   | \",\" | false",
        "1 234,50;7,00     | \",\" | \" \" | false",
        "1'234.50;7.00     | .   | ' | false",
        "1,234;12,345;999  | .   | \",\" | true",
        "1,234;12,345      | \",\" |   | true",
        "1.234;999         | \",\" | . | true",
        "1.234;2.345       | .   |   | true",
        "1,234,567;1,234   | .   | \",\" | false",
        "0,125;0,5         | \",\" |   | false",
        "12;7              | .   |   | false",
      })
  void numbers(String values, String decimal, String group, boolean isDoubtful) {
    NumberStyle style = NumberStyle.of(List.of(new Values(Arrays.asList(values.split(";", -1)))));

    assertThat(style.separators().decimal()).isEqualTo(decimal);
    assertThat(style.separators().group()).isEqualTo(group == null ? "" : group);
    assertThat(style.isDoubtful()).isEqualTo(isDoubtful);
  }

  @Test
  void textsForMissingValues() {
    assertThat(nothing("1", "NA", "3")).isEqualTo("NA");
    assertThat(nothing("2026-03-01", "-")).isEqualTo("-");
    assertThat(nothing("a", "\\N")).isEqualTo("\\N");
    assertThat(nothing("NA", "DE", "FR")).as("a country").isEmpty();
    assertThat(nothing("1", "2")).isEmpty();
  }

  private static String nothing(String... values) {
    return NullText.of(List.of(new Values(Arrays.asList(values)))).map(NullText::text).orElse("");
  }

  private static CsvOptions options(String text) {
    return Dialect.of(text, "UTF-8").options();
  }

  private static String encoding(String text, Charset charset) {
    return Encoding.of(text.getBytes(charset)).charset();
  }
}
