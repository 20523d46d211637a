// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.text.Json;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * A table that is changed a little, often, and stays in few files: it is not partitioned, and what
 * is changed is written anew together with what is beside it.
 */
public final class CompactTable {
  /** So many aggregated rows are read and written anew in about half a second. */
  static final long ROWS_OF_DATED_FILE = 25_000;

  private static final long ROWS_OF_KEY_FILE = 1_000_000;

  /**
   * A file of so many keys is not touched again: the smallest that {@link #spread} makes of more.
   */
  private static final long ROWS_OF_LARGE_FILE = ROWS_OF_KEY_FILE / 2;

  private static final int MOST_SMALL_FILES = 8;
  private final Table table;
  private final TableLayout layout;
  private final StagedFiles files;

  /** The table as it is now. */
  public CompactTable(Table table, TableLayout layout) {
    this.table = table;
    this.layout = layout;
    this.files = table.files();
  }

  /** Number of its rows. */
  public long rows() {
    return files.rows();
  }

  /** All the table's rows. */
  public TableChange stageAll(Dataset<Row> rows, long count) {
    return table.stageReplacement(
        spread(rows, count, layout.ordered().isPresent() ? ROWS_OF_DATED_FILE : ROWS_OF_KEY_FILE),
        layout);
  }

  /**
   * Rows in place of all rows of some dates, also where there are none any more.
   *
   * @param rows rows of those dates alone
   * @param count how many they are
   */
  public TableChange stageDates(SortedSet<LocalDate> dates, Dataset<Row> rows, long count) {
    StagedFiles affected = filesWith(dates);
    List<AddFile> rewritten =
        last().filter(file -> !affected.files().contains(file)).stream().toList();
    StagedFiles replaced = affected.and(new StagedFiles(rewritten));
    Dataset<Row> kept = table.rows(replaced, layout).where(not(isOneOf(dates)));
    return table.stageInPlaceOf(
        replaced,
        spread(kept.unionByName(rows), replaced.rows() + count, ROWS_OF_DATED_FILE),
        layout);
  }

  /**
   * Rows of some dates as they are in a version that was read before.
   *
   * @return empty where no file has any of them
   */
  public Optional<Dataset<Row>> rowsOf(SortedSet<LocalDate> dates) {
    StagedFiles found = filesWith(dates);
    return found.count() == 0
        ? Optional.empty()
        : Optional.of(table.rows(found, layout).where(isOneOf(dates)));
  }

  /**
   * Rows beside those that are there.
   *
   * @param count how many they are
   */
  public TableChange stageMore(Dataset<Row> rows, long count) {
    StagedFiles small = files.matching(file -> StagedFiles.rows(file) < ROWS_OF_LARGE_FILE);
    StagedFiles merged = small.count() < MOST_SMALL_FILES ? new StagedFiles(List.of()) : small;
    return table.stageInPlaceOf(
        merged,
        spread(
            merged.count() == 0 ? rows : table.rows(merged, layout).unionByName(rows),
            merged.rows() + count,
            ROWS_OF_KEY_FILE),
        layout);
  }

  /**
   * Rows in place of those that have the same values in some columns, and beside all others.
   *
   * @param count how many they are
   * @param keys the columns, in which the rows differ
   */
  public TableChange stageKeys(Dataset<Row> rows, long count, List<String> keys) {
    Column[] columns = named(keys);
    Dataset<Row> values = rows.select(columns);
    // No value equals null, so that files can't be found by it.
    StagedFiles holding =
        values.count() == values.na().drop().count() ? table.holding(values) : files;
    StagedFiles others = files.minus(holding.paths());
    StagedFiles replaced =
        others.count() < MOST_SMALL_FILES
            ? holding
            : holding.and(others.matching(file -> StagedFiles.rows(file) < ROWS_OF_LARGE_FILE));
    Dataset<Row> before = table.rows(replaced, layout);
    Column isSame =
        keys.stream()
            .map(name -> named(before, name).eqNullSafe(named(values, name)))
            .reduce(Column::and)
            .orElseThrow();
    return table.stageInPlaceOf(
        replaced,
        spread(
            before.join(values, isSame, "left_anti").unionByName(rows),
            replaced.rows() + count,
            ROWS_OF_KEY_FILE),
        layout);
  }

  /** The file with the newest dates, while it has room for more. */
  private Optional<AddFile> last() {
    return files.files().stream()
        .filter(file -> StagedFiles.rows(file) < ROWS_OF_DATED_FILE)
        .max(Comparator.comparing(file -> bound(file, "maxValues").orElse(LocalDate.MIN)));
  }

  private StagedFiles filesWith(SortedSet<LocalDate> dates) {
    return files.matching(file -> mayHave(file, dates));
  }

  /** A file that doesn't say which dates it has may have any. */
  private boolean mayHave(AddFile file, SortedSet<LocalDate> dates) {
    Optional<LocalDate> first = bound(file, "minValues");
    Optional<LocalDate> last = bound(file, "maxValues");
    if (first.isEmpty() || last.isEmpty()) {
      return true;
    }
    SortedSet<LocalDate> notBefore = dates.tailSet(first.get());
    return !notBefore.isEmpty() && !notBefore.first().isAfter(last.get());
  }

  private Optional<LocalDate> bound(AddFile file, String which) {
    try {
      JsonNode value =
          Json.parse(file.stats() == null ? "{}" : file.stats())
              .path(which)
              .path(layout.ordered().orElseThrow());
      return value.isTextual() ? Optional.of(LocalDate.parse(value.asText())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Column isOneOf(SortedSet<LocalDate> dates) {
    return named(layout.ordered().orElseThrow())
        .isin(dates.stream().map(java.sql.Date::valueOf).toArray());
  }

  private Dataset<Row> spread(Dataset<Row> rows, long count, long rowsOfFile) {
    int files = (int) Math.max(1, (count + rowsOfFile - 1) / rowsOfFile);
    if (layout.ordered().isEmpty()) {
      return files == 1 ? rows.coalesce(1) : rows.repartition(files);
    }
    var order = named(layout.ordered().get());
    return (files == 1 ? rows.coalesce(1) : rows.repartitionByRange(files, order))
        .sortWithinPartitions(order);
  }
}
