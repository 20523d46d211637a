// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.pipeline.CsvOptions;
import io.sluice.record.EngineColumns;
import io.sluice.record.FieldFaults;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Tells lines that end in a quoted field: a parser takes such a field as ended, which may hide that
 * the next line holds the rest of it. Public because generated code calls it.
 */
public final class UnclosedQuote implements Serializable {
  private static final long serialVersionUID = 1;

  /** In {@link EngineColumns#UNFIT}: a quoted field doesn't end with its line. */
  static final int UNFIT = FieldFaults.FIRST_OF_FORMATS;

  private final Quotes quotes;

  UnclosedQuote(CsvOptions options) {
    this.quotes = new Quotes(options, StandardCharsets.UTF_8);
  }

  /** True where the line ends in a quoted field. */
  public Boolean in(UTF8String line) {
    byte[] bytes = line.getBytes();
    int state = Quotes.OUTSIDE;
    for (int i = 0; i < bytes.length; i++) {
      state = quotes.next(state, bytes[i], i == 0 || bytes[i - 1] == quotes.delimiter);
    }
    return Quotes.open(state);
  }
}
