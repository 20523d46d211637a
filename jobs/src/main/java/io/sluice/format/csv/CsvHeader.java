// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.Source;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;

/**
 * The columns of one CSV file, in its own order, as its first line names them. Case, blanks around
 * a name and a byte order mark don't matter.
 *
 * @param columns the names as the schema spells them, others as the file does
 * @param extra those that the schema doesn't have
 */
record CsvHeader(List<String> columns, List<String> extra) {
  /** The reason not to read a file by its header. */
  static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1;

    Mismatch(String reason, Object... values) {
      super("header_mismatch: " + reason.formatted(values));
    }
  }

  static CsvHeader parse(String line, Source source) throws Mismatch {
    CsvOptions options = CsvFormat.options(source);
    List<String> columns = new ArrayList<>();
    List<String> extra = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (String name : split(line, options)) {
      String spelled = spelled(name, source);
      columns.add(spelled == null ? name : spelled);
      if (spelled == null) {
        extra.add(name);
      } else if (!known.add(spelled)) {
        throw new Mismatch("column %s stands twice", spelled);
      }
    }
    String shown = Escaped.quoted(line);
    if (known.isEmpty()) {
      String reason =
          columns.size() == 1
              ? "no column is known in the first line %s; is the delimiter '%s'?"
              : "the first line %s names no known column; the file needs a header";
      throw new Mismatch(reason, shown, options.delimiter());
    }
    String missing =
        Arrays.stream(source.schema().fields())
            .filter(field -> !field.nullable() && !known.contains(field.name()))
            .map(StructField::name)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new Mismatch("required column %s is missing from the header %s", missing, shown);
    }
    if (!extra.isEmpty() && source.extraColumns() == ExtraColumns.REJECT) {
      String names = extra.stream().map(Escaped::quoted).collect(Collectors.joining(", "));
      throw new Mismatch("column %s is not in the schema, and extra-columns is reject", names);
    }
    return new CsvHeader(List.copyOf(columns), List.copyOf(extra));
  }

  /** The names that a header has, in its own order; one may be empty. */
  static List<String> split(String line, CsvOptions options) throws Mismatch {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(options.delimiter());
    settings.getFormat().setQuote(options.quote());
    settings.getFormat().setQuoteEscape(options.escape());
    settings.getFormat().setComment('\0'); // else a header that starts with # would be none
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(Rejection.MAX_COLUMNS);
    try {
      String[] names = new CsvParser(settings).parseLine(line);
      return Arrays.stream(names == null ? new String[0] : names)
          .map(name -> name == null ? "" : name.strip())
          .toList();
    } catch (TextParsingException e) {
      String shown = Escaped.quoted(line);
      throw new Mismatch(
          "the first line %s has more than %d columns", shown, Rejection.MAX_COLUMNS);
    }
  }

  /** The schema's spelling of a name, null where it has no such column. */
  private static String spelled(String name, Source source) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(source.schema().fieldNames())
        .filter(field -> field.toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst()
        .orElse(null);
  }
}
