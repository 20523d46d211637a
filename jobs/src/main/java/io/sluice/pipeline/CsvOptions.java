// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Options of CSV files.
 *
 * @param escape the character before a quote inside a quoted field
 * @param encoding the canonical name of a character set
 * @param nullValue the text that means a missing value
 * @param multiLine whether a quoted field may hold line breaks
 */
public record CsvOptions(
    char delimiter,
    char quote,
    char escape,
    String encoding,
    String nullValue,
    boolean multiLine,
    NumberSeparators numbers)
    implements FormatOptions, Serializable {

  public CsvOptions {
    if (delimiter == quote || delimiter == escape) {
      throw new IllegalArgumentException(
          "found a delimiter that is also quote or escape; allowed: a delimiter of its own");
    }
    if (numbers.has(quote) || numbers.has(escape)) {
      throw new IllegalArgumentException(
          "found a decimal or group separator that is also quote or escape; allowed: one of its own");
    }
  }

  /** Options of files with plain numbers. */
  public CsvOptions(
      char delimiter,
      char quote,
      char escape,
      String encoding,
      String nullValue,
      boolean multiLine) {
    this(delimiter, quote, escape, encoding, nullValue, multiLine, NumberSeparators.PLAIN);
  }

  /**
   * The options as text. Plain numbers aren't mentioned: pipelines that were published before there
   * were others keep their hash.
   */
  @Override
  public String toString() {
    String before =
        "CsvOptions[delimiter=%s, quote=%s, escape=%s, encoding=%s, nullValue=%s, multiLine=%s"
            .formatted(delimiter, quote, escape, encoding, nullValue, multiLine);
    return before + (numbers.equals(NumberSeparators.PLAIN) ? "]" : ", numbers=" + numbers + "]");
  }

  public Charset charset() {
    return Charset.forName(encoding);
  }

  static Optional<CsvOptions> read(Section source) {
    Section options =
        source.section(
            "options",
            List.of(
                "delimiter",
                "quote",
                "escape",
                "encoding",
                "null-value",
                "multi-line",
                "decimal",
                "group"));
    var delimiter = options.or("delimiter", ',', AllowedValue.CHARACTER);
    var quote = options.or("quote", '"', AllowedValue.CHARACTER);
    var escape = options.or("escape", '"', AllowedValue.CHARACTER);
    var encoding = options.or("encoding", StandardCharsets.UTF_8, AllowedValue.ENCODING);
    var nullValue = options.or("null-value", "", AllowedValue.ANY_TEXT);
    var multiLine = options.or("multi-line", false, AllowedValue.FLAG);
    var decimal = options.or("decimal", NumberSeparators.PLAIN.decimal(), NumberSeparators.DECIMAL);
    var group = options.or("group", NumberSeparators.PLAIN.group(), NumberSeparators.GROUP);
    return options.built(
        () ->
            new CsvOptions(
                delimiter.get(),
                quote.get(),
                escape.get(),
                encoding.get().name(),
                nullValue.get(),
                multiLine.get(),
                new NumberSeparators(decimal.get(), group.get())));
  }
}
