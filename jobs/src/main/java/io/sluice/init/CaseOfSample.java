// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.sluice.format.SourceFormats;
import io.sluice.guess.DailyFigures;
import io.sluice.guess.OutputColumn;
import io.sluice.guess.PipelineGuess;
import io.sluice.guess.types.FieldGuess;
import io.sluice.pipeline.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A test case of records of the sample: what becomes of them, computed here once, and by the jobs'
 * code whenever the case is run. What tells of persons is replaced.
 */
final class CaseOfSample {
  /** Its folder. */
  static final String FOLDER = "tests/records_of_the_sample/";

  private final PipelineGuess guess;
  private final StandIns standIns = new StandIns();

  CaseOfSample(PipelineGuess guess) {
    this.guess = guess;
  }

  /** Its files, by their paths in the pipeline's folder. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Format format = guess.source().format();
    boolean isLanded = format.equals(Format.CSV) || format.equals(Format.JSON);
    files.put(
        FOLDER + "given/source." + (isLanded ? format.label() : "csv"),
        isLanded ? given() : givenTable());
    files.put(FOLDER + "expected/" + guess.table() + ".csv", expected());
    files.put(FOLDER + "expected/" + guess.figures().relation() + ".csv", figures());
    return files;
  }

  private List<FieldGuess> fields() {
    boolean takesParts = !guess.source().format().equals(Format.PARQUET);
    return guess.fields().stream().filter(field -> takesParts || !field.hasParts()).toList();
  }

  private List<String> names() {
    return fields().stream().map(FieldGuess::name).toList();
  }

  private List<List<String>> records(String nothing) {
    List<List<String>> records = new ArrayList<>();
    for (int record : guess.shown()) {
      List<String> texts = new ArrayList<>();
      for (FieldGuess field : fields()) {
        String text = field.texts().of(record);
        String shown = text != null && field.isPersonal() ? standIns.of(field, text) : text;
        texts.add(shown == null ? nothing : shown);
      }
      records.add(texts);
    }
    return records;
  }

  /** Written as files that land are. */
  private byte[] given() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      SourceFormats.of(guess.source())
          .writer(names())
          .write((OutputStream) out, records("").iterator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private byte[] givenTable() {
    return csv(names(), records(null));
  }

  private byte[] expected() {
    List<OutputColumn> columns =
        guess.columns().stream().filter(column -> !column.hasParts()).toList();
    List<String> names = new ArrayList<>(columns.stream().map(OutputColumn::name).toList());
    boolean isComputed = guess.eventDate().expression().isPresent();
    if (isComputed) {
      names.add(guess.eventDate().name());
    }
    List<List<String>> rows = new ArrayList<>();
    for (int record : guess.shown()) {
      List<String> row = new ArrayList<>();
      for (OutputColumn column : columns) {
        row.add(text(column, record));
      }
      if (isComputed) {
        row.add(guess.dayInTests(record));
      }
      rows.add(row);
    }
    return csv(names, rows);
  }

  private String text(OutputColumn column, int record) {
    String text = column.text(record);
    boolean isReplaced = text != null && column.isPersonal() && column.isText();
    return isReplaced ? standIns.of(column.origin(), text) : text;
  }

  /** The sums of the shown records. */
  private byte[] figures() {
    DailyFigures figures = guess.figures();
    Map<List<String>, List<BigDecimal>> groups = new LinkedHashMap<>();
    for (int record : guess.shown()) {
      List<String> by = new ArrayList<>();
      by.add(guess.dayInTests(record));
      figures.by().ifPresent(column -> by.add(column.text(record)));
      List<BigDecimal> sums = groups.computeIfAbsent(by, unseen -> new ArrayList<>());
      if (sums.isEmpty()) {
        sums.add(BigDecimal.ZERO);
        figures.sums().forEach(column -> sums.add(null));
      }
      sums.set(0, sums.get(0).add(BigDecimal.ONE));
      for (int i = 0; i < figures.sums().size(); i++) {
        String text = figures.sums().get(i).text(record);
        BigDecimal sum = sums.get(i + 1);
        if (text != null) {
          sums.set(i + 1, sum == null ? new BigDecimal(text) : sum.add(new BigDecimal(text)));
        }
      }
    }
    List<String> names = new ArrayList<>(List.of(guess.eventDate().name()));
    figures.by().ifPresent(column -> names.add(column.name()));
    names.add(figures.count());
    figures.sums().forEach(column -> names.add(DailyFigures.sumName(column)));
    List<List<String>> rows = new ArrayList<>();
    groups.forEach(
        (by, sums) -> {
          List<String> row = new ArrayList<>(by);
          sums.forEach(sum -> row.add(sum == null ? null : sum.toPlainString()));
          rows.add(row);
        });
    return csv(names, rows);
  }

  private static byte[] csv(List<String> names, List<List<String>> rows) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setNullValue("");
    StringWriter text = new StringWriter();
    CsvWriter csv = new CsvWriter(text, settings);
    csv.writeHeaders(names);
    rows.forEach(csv::writeRow);
    csv.flush();
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
