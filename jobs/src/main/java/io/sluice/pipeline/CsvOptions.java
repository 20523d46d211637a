package io.sluice.pipeline;

import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * How CSV files are written.
 *
 * @param escape what stands before a quote inside a quoted field
 * @param nullValue the text that means a missing value
 * @param multiLine whether a quoted field may hold line breaks
 */
public record CsvOptions(
    char delimiter,
    char quote,
    char escape,
    Charset encoding,
    String nullValue,
    boolean multiLine) {

  public CsvOptions {
    if (delimiter == quote || delimiter == escape) {
      throw new IllegalArgumentException(
          "found a delimiter that is also quote or escape; allowed: a delimiter of its own");
    }
    if (!Arrays.equals("\n".getBytes(encoding), new byte[] {'\n'})) {
      throw new IllegalArgumentException(
          "found the encoding %s; allowed: one that writes a line end as ASCII does"
              .formatted(encoding));
    }
  }
}
