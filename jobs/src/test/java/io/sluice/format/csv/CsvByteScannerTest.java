// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.sluice.pipeline.CsvOptions;
import io.sluice.testing.Sources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;

class CsvByteScannerTest {
  private static final CsvOptions LINES = Sources.options(false);
  private static final CsvOptions MULTI_LINE = Sources.options(true);
  private static final CsvOptions BACKSLASH = new CsvOptions(',', '"', '\\', "UTF-8", "", true);
  private static final String[] PARTS = {
    "a", ",", "\"", "\n", " ", "\t", "é", "\"\"", "\"\n\"", ",\"", "\",", "abcdefgh", "\"\n", "b,c"
  };

  /** What most tests ask for. */
  private record Count(long records, long blankLines) {}

  @Test
  void the_header_is_no_record() throws IOException {
    assertThat(count("", LINES)).isEqualTo(new Count(0, 0));
    assertThat(count("id,n", LINES)).isEqualTo(new Count(0, 0));
    assertThat(count("id,n\n", LINES)).isEqualTo(new Count(0, 0));
    assertThat(count("id,n\na,1", LINES)).isEqualTo(new Count(1, 0));
    assertThat(count("id,n\na,1\n", LINES)).isEqualTo(new Count(1, 0));
  }

  @Test
  void every_kind_of_line_end_counts() throws IOException {
    assertThat(count("id\r\na\r\nb\r\n", LINES)).isEqualTo(new Count(2, 0));
    assertThat(count("id\ra\rb\r", LINES)).isEqualTo(new Count(2, 0));
    assertThat(count("id\na\rb\r\nc", LINES)).isEqualTo(new Count(3, 0));
  }

  @Test
  void blank_lines_are_ignored_and_counted() throws IOException {
    assertThat(count("\n \nid\n\r\n\t\na\n\n", LINES)).isEqualTo(new Count(1, 5));
    assertThat(count("id\n\r\r\n", LINES)).isEqualTo(new Count(0, 2));
    assertThat(count("id\n  ", LINES)).isEqualTo(new Count(0, 1));
    assertThat(count("id\n\n  \r\n\r\na\r\n", MULTI_LINE)).isEqualTo(new Count(2, 2));
  }

  @Test
  void a_quoted_line_break_ends_a_record_unless_the_format_says_otherwise() throws IOException {
    assertThat(count("id\n\"a\nb\"\n", LINES)).isEqualTo(new Count(2, 0));
    assertThat(count("id\n\"a\nb\"\n", MULTI_LINE)).isEqualTo(new Count(1, 0));
    assertThat(count("id\n\"a\n\n\r\n\"\"b\"\"\n\"\nc\n", MULTI_LINE)).isEqualTo(new Count(2, 0));
    assertThat(count("id\n\"a\\\"\n\"\nb\n", BACKSLASH)).isEqualTo(new Count(2, 0));
  }

  @Test
  void a_quote_in_the_middle_of_a_value_opens_nothing() throws IOException {
    assertThat(count("id,n\na,5\" x\nb,6\"\n", MULTI_LINE)).isEqualTo(new Count(2, 0));
    assertThat(count("id,n\na,\"5\" x\"\nb,\" \"\n", MULTI_LINE)).isEqualTo(new Count(2, 0));
  }

  @Test
  void letters_of_several_bytes_are_no_blanks() throws IOException {
    assertThat(count("id\né\n\u00a0\n", LINES)).isEqualTo(new Count(2, 0));
  }

  @Test
  void counts_lines_as_a_naive_count_does() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      String text = randomText(random).replace(" ", random.nextBoolean() ? " " : "\r");

      assertThat(count(text, LINES)).as(text).isEqualTo(naive(text));
    }
  }

  @Test
  void counts_records_as_the_parser_does() throws IOException {
    CsvParserSettings parser = sparksParser();
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      String text = randomText(random);
      String ends = i % 3 == 0 ? text : text.replace(i % 3 == 1 ? "\n" : ",\n", "\r\n");
      CsvByteScanner.Seen seen = scan(ends, MULTI_LINE);

      if (!seen.ends().firstMisleads()) {
        assertThat(seen.records()).as(ends).isEqualTo(parsed(ends, parser));
      }
    }
  }

  @Test
  void counts_past_the_buffer() throws IOException {
    String line = "x".repeat(99) + "\r\n";

    assertThat(count("id\r\n" + line.repeat(10_000), LINES)).isEqualTo(new Count(10_000, 0));
  }

  @Test
  void measures_the_longest_record_and_the_most_columns() throws IOException {
    CsvByteScanner.Seen seen =
        scan("id,n\n" + "a".repeat(70) + ",1,,\n\"" + ",".repeat(90) + "\",2\n", LINES);

    assertThat(seen.longest()).isEqualTo(95);
    assertThat(seen.mostColumns()).isEqualTo(4);
  }

  @Test
  void notices_what_asks_for_a_closer_look() throws IOException {
    CsvByteScanner.Seen plain = scan("id,n\naé€𝄞,1\n", LINES);
    assertThat(plain.nul()).isFalse();
    assertThat(plain.undecodable()).isFalse();
    assertThat(plain.unclosed()).isZero();
    assertThat(scan("id,n\na\0,1\n", LINES).nul()).isTrue();
    assertThat(scan("id,n\n\"a,1\nb,\"2\n\"c\",\"\"\n", LINES).unclosed()).isEqualTo(2);
    assertThat(scan("id,n\n1,2\r3,4\n", LINES).ends().onlyReturns()).isFalse();
    assertThat(scan("id,n\r1,2", LINES).ends().onlyReturns()).isTrue();
    assertThat(scan("id,n\n1,2\r\n", MULTI_LINE).ends().firstMisleads()).isTrue();
    assertThat(scan("id,n\r\n1,2\n", MULTI_LINE).ends().firstMisleads()).isTrue();
    assertThat(scan("id,n\r\n1,\"\n\"\r\n", MULTI_LINE).ends().firstMisleads()).isFalse();
  }

  @Test
  void tells_bytes_that_are_not_in_the_encoding() throws IOException {
    String letters = "é€𝄞".repeat(40_000); // some of them are across the buffer's end
    for (String encoding : new String[] {"UTF-8", "windows-1252", "Shift_JIS"}) {
      CsvOptions options = new CsvOptions(',', '"', '"', encoding, "", false);
      byte[] bytes = ("id\n" + letters).getBytes(encoding);

      assertThat(undecodable(bytes, options)).as(encoding).isFalse();
    }
    assertThat(undecodable("id\ncafé".getBytes(StandardCharsets.ISO_8859_1), LINES)).isTrue();
    assertThat(undecodable("id\ncafé\n".getBytes(StandardCharsets.ISO_8859_1), LINES)).isTrue();
    assertThat(
            undecodable(
                new byte[] {'i', 'd', '\n', (byte) 0x81},
                new CsvOptions(',', '"', '"', "windows-1252", "", false)))
        .isTrue();
  }

  @Test
  void tells_in_which_lines_the_first_records_begin() throws IOException {
    assertThat(lines("\n \nid\r\na\r\n\r\nb\rc\n", 9, LINES)).containsExactly(4L, 6L, 7L);
    assertThat(lines("id\na\nb\nc", 2, LINES)).containsExactly(2L, 3L);
    assertThat(lines("id,n\n\"a\n\nb\",1\n\nc,2", 9, MULTI_LINE)).containsExactly(2L, 6L);
    assertThat(lines("id\n", 9, LINES)).isEmpty();
    assertThat(lines("", 9, LINES)).isEmpty();
  }

  @Test
  void looks_at_no_more_than_it_is_told() throws IOException {
    byte[] bytes = ("id,n\n" + "\"a\nb\",1\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    CsvByteScanner.Seen seen =
        new CsvByteScanner(MULTI_LINE, 100_003).scan(new ByteArrayInputStream(bytes));
    assertThat(seen.isCut()).isTrue();
    assertThat(seen.records()).isBetween(100_003L / 8 - 1, 100_003L / 8 + (1 << 16) / 8);
    assertThat(seen.unclosed()).isZero();
    assertThat(new CsvByteScanner(MULTI_LINE, bytes.length).scan(new ByteArrayInputStream(bytes)))
        .matches(all -> !all.isCut() && all.records() == 100_000);
  }

  private static List<Long> lines(String text, int records, CsvOptions options) throws IOException {
    return new CsvByteScanner(options)
        .lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), records);
  }

  private static boolean undecodable(byte[] bytes, CsvOptions options) throws IOException {
    return new CsvByteScanner(options).scan(new ByteArrayInputStream(bytes)).undecodable();
  }

  private static Count count(String text, CsvOptions options) throws IOException {
    CsvByteScanner.Seen seen = scan(text, options);
    return new Count(seen.records(), seen.blankLines());
  }

  private static CsvByteScanner.Seen scan(String text, CsvOptions options) throws IOException {
    return new CsvByteScanner(options)
        .scan(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Splits the whole text at its line ends. */
  private static Count naive(String text) {
    String[] lines = text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
    boolean endsWithLine = lines[lines.length - 1].isEmpty();
    long length = endsWithLine ? lines.length - 1 : lines.length;
    long blank = java.util.Arrays.stream(lines).limit(length).filter(String::isBlank).count();
    return new Count(Math.max(0, length - blank - 1), blank);
  }

  /** Records after the first. */
  private static long parsed(String text, CsvParserSettings parser) {
    return Math.max(0, new CsvParser(parser).parseAll(new StringReader(text)).size() - 1);
  }

  /** The very parser that reads the files, set as Spark sets it. */
  private static CsvParserSettings sparksParser() {
    scala.collection.immutable.Map<String, String> options = Map$.MODULE$.empty();
    options = options.updated("quote", String.valueOf(MULTI_LINE.quote()));
    options = options.updated("escape", String.valueOf(MULTI_LINE.escape()));
    options = options.updated("multiLine", "true");
    CsvParserSettings settings = new CSVOptions(options, false, "UTC").asParserSettings();
    settings.setInputBufferSize(1 << 12); // a megabyte otherwise, for each of many short texts
    return settings;
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(30);
    for (int i = 0; i < length; i++) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }
}
