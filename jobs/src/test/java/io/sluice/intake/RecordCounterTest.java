package io.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.CsvOptions;
import io.sluice.testing.Sources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordCounterTest {
  private static final CsvOptions LINES = Sources.options(false);
  private static final CsvOptions MULTI_LINE = Sources.options(true);
  private static final CsvOptions BACKSLASH =
      new CsvOptions(',', '"', '\\', StandardCharsets.UTF_8, "", true);

  @Test
  void theHeaderIsNoRecord() throws IOException {
    assertThat(count("", LINES)).isEqualTo(new RecordCounter.Count(0, 0));
    assertThat(count("id,n", LINES)).isEqualTo(new RecordCounter.Count(0, 0));
    assertThat(count("id,n\n", LINES)).isEqualTo(new RecordCounter.Count(0, 0));
    assertThat(count("id,n\na,1", LINES)).isEqualTo(new RecordCounter.Count(1, 0));
    assertThat(count("id,n\na,1\n", LINES)).isEqualTo(new RecordCounter.Count(1, 0));
  }

  @Test
  void everyKindOfLineEndCounts() throws IOException {
    assertThat(count("id\r\na\r\nb\r\n", LINES)).isEqualTo(new RecordCounter.Count(2, 0));
    assertThat(count("id\ra\rb\r", LINES)).isEqualTo(new RecordCounter.Count(2, 0));
    assertThat(count("id\na\rb\r\nc", LINES)).isEqualTo(new RecordCounter.Count(3, 0));
  }

  @Test
  void blankLinesAreIgnoredAndCounted() throws IOException {
    assertThat(count("\n \nid\n\r\n\t\na\n\n", LINES)).isEqualTo(new RecordCounter.Count(1, 5));
    assertThat(count("id\n\r\r\n", LINES)).isEqualTo(new RecordCounter.Count(0, 2));
    assertThat(count("id\n  ", LINES)).isEqualTo(new RecordCounter.Count(0, 1));
  }

  @Test
  void aQuotedLineBreakEndsARecordUnlessTheFormatSaysOtherwise() throws IOException {
    assertThat(count("id\n\"a\nb\"\n", LINES)).isEqualTo(new RecordCounter.Count(2, 0));
    assertThat(count("id\n\"a\nb\"\n", MULTI_LINE)).isEqualTo(new RecordCounter.Count(1, 0));
    assertThat(count("id\n\"a\n\n\r\n\"\"b\"\"\n\"\nc\n", MULTI_LINE))
        .isEqualTo(new RecordCounter.Count(2, 0));
    assertThat(count("id\n\"a\\\"\n\"\nb\n", BACKSLASH)).isEqualTo(new RecordCounter.Count(2, 0));
  }

  @Test
  void lettersOfSeveralBytesAreNoBlanks() throws IOException {
    assertThat(count("id\né\n\u00a0\n", LINES)).isEqualTo(new RecordCounter.Count(2, 0));
  }

  @Test
  void agreesWithANaiveCount() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      String text = randomText(random);

      assertThat(count(text, LINES)).as(text).isEqualTo(naive(text, false));
      assertThat(count(text, MULTI_LINE)).as(text).isEqualTo(naive(text, true));
    }
  }

  @Test
  void countsPastTheBuffer() throws IOException {
    String line = "x".repeat(99) + "\r\n";

    assertThat(count("id\r\n" + line.repeat(10_000), LINES))
        .isEqualTo(new RecordCounter.Count(10_000, 0));
  }

  private static RecordCounter.Count count(String text, CsvOptions options) throws IOException {
    return new RecordCounter(options)
        .count(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Splits the whole text at its line ends, those inside quotes aside. */
  private static RecordCounter.Count naive(String text, boolean multiLine) {
    List<String> lines = new ArrayList<>();
    String rest = text.replace("\r\n", "\n").replace('\r', '\n');
    String line = "";
    for (String part : rest.split("\n", -1)) {
      line += part;
      boolean open = multiLine && line.chars().filter(c -> c == '"').count() % 2 == 1;
      if (open) {
        line += "\n";
      } else {
        lines.add(line);
        line = "";
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.substring(0, line.length() - 1)); // a quote that nobody closed
    } else if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1); // after the last line end there is no line
    }
    long blank = lines.stream().filter(String::isBlank).count();
    return new RecordCounter.Count(Math.max(0, lines.size() - blank - 1), blank);
  }

  private static String randomText(Random random) {
    String[] parts = {"a", ",", "\"", "\n", "\r\n", "\r", " ", "\t", "é", "\"\"", "\"\n\""};
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(30);
    for (int i = 0; i < length; i++) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
