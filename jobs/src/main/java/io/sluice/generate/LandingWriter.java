// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.sluice.pipeline.CsvOptions;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Writes one generated CSV file, in a Spark task: under a hidden name, then renamed, so that it
 * appears whole or not at all. The same rows make the same bytes.
 */
final class LandingWriter implements Serializable {
  private static final long serialVersionUID = 1;

  private final String folder;
  private final String encoding;
  private final char delimiter;
  private final char quote;
  private final char escape;
  private final ArrayList<String> columns;
  private final Spoiler spoiler;

  /**
   * @param columns the generated columns; rows hold them as text
   */
  LandingWriter(Path folder, CsvOptions options, List<String> columns, Spoiler spoiler) {
    this.folder = folder.toString();
    this.encoding = options.encoding().name();
    this.delimiter = options.delimiter();
    this.quote = options.quote();
    this.escape = options.escape();
    this.columns = new ArrayList<>(columns);
    this.spoiler = spoiler;
  }

  /**
   * @param first the first row's id; which rows are bad is decided by their ids
   */
  void write(String name, long first, Iterator<Row> rows, Configuration hadoop) throws IOException {
    Path target = new Path(folder, name);
    Path hidden = new Path(folder, "." + name + ".writing");
    FileSystem files = withoutChecksums(target.getFileSystem(hadoop));
    try (Writer out = new OutputStreamWriter(files.create(hidden, true), encoding)) {
      CsvWriter csv = new CsvWriter(out, settings());
      csv.writeHeaders(columns);
      for (long id = first; rows.hasNext(); id++) {
        csv.writeRow(values(id, rows.next()));
      }
      csv.flush();
    }
    // Local renames replace their target; others refuse to.
    if (!files.rename(hidden, target)
        && !(files.delete(target, false) && files.rename(hidden, target))) {
      throw new IOException("Cannot rename " + hidden + " to " + target);
    }
  }

  /** A checksum beside a landed file would refuse the file once somebody corrects it by hand. */
  private static FileSystem withoutChecksums(FileSystem files) {
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }

  private List<String> values(long id, Row row) {
    List<String> values = new ArrayList<>(columns.size());
    for (int i = 0; i < row.size(); i++) {
      values.add(row.isNullAt(i) ? "" : row.getString(i));
    }
    return spoiler.isBad(id) ? spoiler.spoil(id, values) : values;
  }

  private CsvWriterSettings settings() {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setDelimiter(delimiter);
    settings.getFormat().setQuote(quote);
    settings.getFormat().setQuoteEscape(escape);
    settings.getFormat().setLineSeparator("\n");
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setEmptyValue("");
    return settings;
  }
}
