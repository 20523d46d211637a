package io.sluice.intake;

import io.sluice.pipeline.CsvOptions;
import io.sluice.problem.Shown;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Looks at one file before it is parsed, in a Spark task: its first line, and how many records. */
final class FilePeek implements Serializable {
  private static final long serialVersionUID = 1;

  private final String encoding;
  private final RecordCounter counter;

  /**
   * @param firstLine empty where the file holds nothing
   * @param rejection why the file can't be read, empty where it can
   */
  record Seen(String firstLine, String rejection, RecordCounter.Count count)
      implements Serializable {
    private static Seen rejected(String reason) {
      return new Seen("", reason, new RecordCounter.Count(0, 0));
    }
  }

  FilePeek(CsvOptions options) {
    this.encoding = options.encoding().name();
    this.counter = new RecordCounter(options);
  }

  Seen at(Path file, Configuration hadoop) {
    try {
      String line = new FirstLine(hadoop, Charset.forName(encoding)).read(file);
      return new Seen(line, "", counter.count(FirstLine.open(hadoop, file)));
    } catch (CharacterCodingException e) {
      return Seen.rejected("encoding: its header can't be decoded as " + encoding);
    } catch (IOException e) {
      return Seen.rejected("unreadable: " + Shown.plain(String.valueOf(e.getMessage())));
    }
  }
}
