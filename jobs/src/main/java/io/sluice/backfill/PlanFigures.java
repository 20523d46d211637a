// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.record.EngineColumns.PROCESSED_TIMESTAMP;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.relation.LedgerCounts.DateCounts;
import io.sluice.relation.LedgerEntry;
import io.sluice.spark.ExactSum;
import io.sluice.spark.NamedColumns;
import io.sluice.text.TextTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Figures of a plan, date by date, before and after it. Columns that say how a row came in don't
 * count.
 *
 * @param dates those that have or had anything
 */
record PlanFigures(SortedMap<LocalDate, DateChange> dates) {
  private static final String DATE = "sluice_date";
  private static final Set<String> OF_ENGINE =
      Set.of(SOURCE_FILE, RECORD_HASH, PROCESSED_TIMESTAMP);

  /**
   * @param sums of the DECIMAL columns as plain texts, by name
   */
  record Side(long rows, long duplicates, long quarantined, Map<String, String> sums) {}

  /**
   * @param onlyOld rows that are gone then
   * @param onlyNew rows that are new then
   */
  record DateChange(Side before, Side after, long onlyOld, long onlyNew) {}

  /**
   * @param before rows of the dates as they are published; their columns may be others
   * @param dateBefore the column that dates these
   * @param after rows of the dates as they would be
   * @param restatement what takes their place
   * @param filesBefore the ledger's rows of the files that have the dates
   */
  static PlanFigures of(
      Dataset<Row> before,
      String dateBefore,
      Dataset<Row> after,
      String eventDate,
      List<LedgerEntry> filesBefore,
      PreparedBackfill restatement) {
    List<ExactSum> decimalsBefore = shared(before, after);
    List<ExactSum> decimals = shared(after, before);
    Map<LocalDate, Row> old = sums(before, dateBefore, decimalsBefore);
    Map<LocalDate, Row> now = sums(after, eventDate, decimals);
    Map<LocalDate, Row> different = different(before, dateBefore, after, eventDate);
    SortedMap<LocalDate, DateCounts> booksBefore = books(filesBefore, restatement);
    SortedMap<LocalDate, DateCounts> booksAfter = books(restatement.files(), restatement);
    SortedMap<LocalDate, DateChange> dates = new TreeMap<>();
    booksBefore.keySet().forEach(date -> dates.put(date, null));
    booksAfter.keySet().forEach(date -> dates.put(date, null));
    old.keySet().forEach(date -> dates.put(date, null));
    dates.replaceAll(
        (date, none) ->
            new DateChange(
                side(old.get(date), booksBefore.get(date), decimalsBefore),
                side(now.get(date), booksAfter.get(date), decimals),
                different.containsKey(date) ? different.get(date).getLong(1) : 0,
                different.containsKey(date) ? different.get(date).getLong(2) : 0));
    return new PlanFigures(dates);
  }

  /** Figures as a report has them. */
  List<Map<String, Object>> fields() {
    List<Map<String, Object>> fields = new ArrayList<>();
    dates.forEach(
        (date, change) -> {
          Side old = change.before();
          Side now = change.after();
          Map<String, Object> of = new LinkedHashMap<>();
          of.put("date", date.toString());
          of.put("rows_old", old.rows());
          of.put("rows_new", now.rows());
          of.put("only_old", change.onlyOld());
          of.put("only_new", change.onlyNew());
          of.put("duplicates_old", old.duplicates());
          of.put("duplicates_new", now.duplicates());
          of.put("quarantined_old", old.quarantined());
          of.put("quarantined_new", now.quarantined());
          Map<String, Object> sums = new LinkedHashMap<>();
          now.sums()
              .forEach(
                  (column, sum) ->
                      sums.put(
                          column,
                          new TreeMap<>(Map.of("old", old.sums().get(column), "new", sum))));
          of.put("sums", sums);
          fields.add(of);
        });
    return fields;
  }

  /** Figures as people read them: old and new side by side where they differ. */
  TextTable table() {
    Set<String> decimals =
        dates.isEmpty() ? Set.of() : dates.get(dates.firstKey()).after().sums().keySet();
    List<String> header =
        new ArrayList<>(
            List.of("date", "rows", "only old", "only new", "quarantined", "duplicates"));
    header.addAll(decimals);
    TextTable table = new TextTable(header.toArray(String[]::new));
    dates.forEach(
        (date, change) -> {
          Side old = change.before();
          Side now = change.after();
          List<String> cells = new ArrayList<>();
          cells.add(date.toString());
          cells.add(shown(old.rows(), now.rows()));
          cells.add("" + change.onlyOld());
          cells.add("" + change.onlyNew());
          cells.add(shown(old.quarantined(), now.quarantined()));
          cells.add(shown(old.duplicates(), now.duplicates()));
          decimals.forEach(
              column -> cells.add(shown(old.sums().get(column), now.sums().get(column))));
          table.add(cells.toArray(String[]::new));
        });
    return table;
  }

  private static String shown(Object old, Object now) {
    return old.equals(now) ? old.toString() : old + " -> " + now;
  }

  /** DECIMAL columns of some rows that others have as well, in one order. */
  private static List<ExactSum> shared(Dataset<Row> rows, Dataset<Row> others) {
    Set<String> names =
        ExactSum.of(others.schema()).stream().map(ExactSum::column).collect(Collectors.toSet());
    return ExactSum.of(rows.schema()).stream()
        .filter(decimal -> names.contains(decimal.column()))
        .sorted(Comparator.comparing(ExactSum::column))
        .toList();
  }

  private static Map<LocalDate, Row> sums(
      Dataset<Row> rows, String eventDate, List<ExactSum> decimals) {
    List<Column> summands = new ArrayList<>(List.of(named(eventDate).as(DATE)));
    List<Column> sums = new ArrayList<>();
    for (ExactSum decimal : decimals) {
      summands.addAll(decimal.summands());
      sums.addAll(decimal.sums());
    }
    return byDate(
        rows.select(summands.toArray(Column[]::new))
            .groupBy(col(DATE))
            .agg(count(lit(1)), sums.toArray(Column[]::new)));
  }

  /** Counts rows that one side has and the other has not, each as often as it occurs. */
  private static Map<LocalDate, Row> different(
      Dataset<Row> before, String dateBefore, Dataset<Row> after, String eventDate) {
    return byDate(
        hashes(before, dateBefore, 1, 0)
            .union(hashes(after, eventDate, 0, 1))
            .groupBy("date", "hash")
            .agg(sum("old").as("old"), sum("new").as("new"))
            .groupBy("date")
            .agg(
                sum(greatest(col("old").minus(col("new")), lit(0L))),
                sum(greatest(col("new").minus(col("old")), lit(0L)))));
  }

  private static Dataset<Row> hashes(
      Dataset<Row> rows, String eventDate, long countsAsOld, long countsAsNew) {
    Column[] values =
        List.of(rows.columns()).stream()
            .filter(name -> !OF_ENGINE.contains(name))
            .sorted() // plain files have the column that they are partitioned by at the end
            .map(NamedColumns::named)
            .toArray(Column[]::new);
    // As text: Spark hashes no maps, and passes over nulls.
    return rows.select(
        named(eventDate).as("date"),
        xxhash64(to_json(struct(values))).as("hash"),
        lit(countsAsOld).as("old"),
        lit(countsAsNew).as("new"));
  }

  private static Map<LocalDate, Row> byDate(Dataset<Row> figures) {
    Map<LocalDate, Row> byDate = new TreeMap<>();
    figures.collectAsList().forEach(row -> byDate.put(row.getDate(0).toLocalDate(), row));
    return byDate;
  }

  private static SortedMap<LocalDate, DateCounts> books(
      List<LedgerEntry> files, PreparedBackfill restatement) {
    SortedMap<LocalDate, DateCounts> books = new TreeMap<>();
    for (LedgerEntry file : files) {
      SortedMap<LocalDate, DateCounts> counted = restatement.range().restrict(file.entry().dates());
      counted.forEach((date, counts) -> books.merge(date, counts, DateCounts::plus));
    }
    return books;
  }

  private static Side side(Row row, DateCounts counts, List<ExactSum> decimals) {
    Map<String, String> sums = new LinkedHashMap<>();
    int next = 2;
    for (ExactSum decimal : decimals) {
      BigDecimal sum = row == null ? decimal.zero() : decimal.value(row, next);
      sums.put(decimal.column(), sum.toPlainString());
      next += ExactSum.PARTS;
    }
    return new Side(
        row == null ? 0 : row.getLong(1),
        counts == null ? 0 : counts.duplicate(),
        counts == null ? 0 : counts.quarantined(),
        sums);
  }
}
