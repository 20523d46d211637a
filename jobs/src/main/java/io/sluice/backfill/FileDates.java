// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.relation.LedgerEntry;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * On which dates files have records: by the ledger, and by today's SQL.
 *
 * @param dates of each file, both together
 * @param datedOtherwise the files whose records other formats, types or SQL have dated
 */
record FileDates(
    DateRange range, Map<FileKey, SortedSet<LocalDate>> dates, Set<FileKey> datedOtherwise) {
  private static final StructType ORIGINS =
      StructType.fromDDL("batch_id BIGINT, file STRING, whole BOOLEAN");

  /**
   * @param today the dates by today's SQL, of files where they may be others than the ledger's
   */
  static FileDates of(
      DateRange range,
      List<LedgerEntry> files,
      Map<FileKey, Set<LocalDate>> today,
      Predicate<LedgerEntry> isDatedOtherwise) {
    Map<FileKey, SortedSet<LocalDate>> dates = new HashMap<>();
    Set<FileKey> datedOtherwise = new HashSet<>();
    for (LedgerEntry file : files) {
      SortedSet<LocalDate> both = new TreeSet<>(file.entry().dates().keySet());
      both.addAll(today.getOrDefault(file.origin(), Set.of()));
      dates.put(file.origin(), both);
      if (isDatedOtherwise.test(file)) {
        datedOtherwise.add(file.origin());
      }
    }
    return new FileDates(range, dates, datedOtherwise);
  }

  /** Files of which every record is computed anew, regardless of its date. */
  static FileDates whole(List<LedgerEntry> files) {
    return of(DateRange.ALL, files, Map.of(), file -> true);
  }

  /**
   * Says whether a file that was dated otherwise has no record on other dates: what is known of it
   * is found out anew, to the last record. Of others, what is on other dates or on none stays.
   */
  boolean isWhole(LedgerEntry file) {
    return isInside(file) && datedOtherwise.contains(file.origin());
  }

  /** Says whether a file has no record on other dates than those that are computed afresh. */
  boolean isInside(LedgerEntry file) {
    SortedSet<LocalDate> of = dates.get(file.origin());
    return of.isEmpty() || (range.contains(of.first()) && range.contains(of.last()));
  }

  /** {@code batch_id, file, whole} of some files. */
  Dataset<Row> origins(SparkSession spark, List<LedgerEntry> files) {
    return origins(spark, files, this::isWhole);
  }

  static Dataset<Row> origins(
      SparkSession spark, List<LedgerEntry> files, Predicate<LedgerEntry> isWhole) {
    List<Row> rows =
        files.stream()
            .map(file -> RowFactory.create(file.batch(), file.path(), isWhole.test(file)))
            .toList();
    return spark.createDataFrame(rows, ORIGINS);
  }
}
