// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.sluice.intake.RecordWriter;
import io.sluice.pipeline.CsvOptions;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.util.Iterator;
import java.util.List;

/** Writes records as CSV, under a header. */
record CsvRecordWriter(CsvOptions options, List<String> columns) implements RecordWriter {
  @Override
  public void write(OutputStream out, Iterator<List<String>> records) {
    CsvWriter csv = new CsvWriter(new OutputStreamWriter(out, options.charset()), settings());
    csv.writeHeaders(columns);
    records.forEachRemaining(csv::writeRow);
    csv.flush();
  }

  private CsvWriterSettings settings() {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setDelimiter(options.delimiter());
    settings.getFormat().setQuote(options.quote());
    settings.getFormat().setQuoteEscape(options.escape());
    settings.getFormat().setLineSeparator("\n");
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setEmptyValue("");
    return settings;
  }
}
