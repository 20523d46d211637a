// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.nio.charset.Charset;

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
  }
}
