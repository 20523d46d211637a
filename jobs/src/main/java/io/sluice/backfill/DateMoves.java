// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.KEY_HASH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.RECORD_TEXT;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.RECORD;
import static io.sluice.spark.NamedColumns.named;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.refine.Refiner;
import io.sluice.relation.LedgerEntry;
import io.sluice.text.Escaped;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Finds records that today's SQL puts on another date than they have. Published rows are known
 * again by file and key, quarantined records by file and text.
 *
 * @param files whose dates are replaced
 */
record DateMoves(Pipeline pipeline, Refiner refiner, List<LedgerEntry> files, DateRange range) {
  /** A record that was on a date, and is on another now, or on none that could be found. */
  private record Move(String path, LocalDate from, Optional<LocalDate> to) {}

  /**
   * Places of records.
   *
   * @param published the transformed table
   * @param quarantine the relation
   * @throws Problem INVALID, with the range that is closed, where one moves across the range's edge
   */
  FileDates settle(ReprocessedRecords records, Dataset<Row> published, Dataset<Row> quarantine) {
    List<LedgerEntry> unsure =
        files.stream()
            .filter(file -> isDatedOtherwise(file) || file.entry().undated() > 0)
            .toList();
    List<Move> moves = new ArrayList<>();
    FileDates dated = FileDates.of(range, files, Map.of(), this::isDatedOtherwise);
    if (!unsure.isEmpty()) {
      Dataset<Row> positions =
          of(positions(records), dated.origins(published.sparkSession(), unsure))
              .persist(StorageLevel.MEMORY_AND_DISK());
      dated = FileDates.of(range, files, dates(positions), this::isDatedOtherwise);
      FileDates now = dated;
      List<LedgerEntry> movable =
          unsure.stream().filter(file -> isDatedOtherwise(file) && !now.isWhole(file)).toList();
      if (!movable.isEmpty()) {
        Dataset<Row> origins = now.origins(published.sparkSession(), movable);
        moves.addAll(moves(rows(published, origins), positions, FILE, "key"));
        moves.addAll(moves(of(texts(quarantine), origins), positions, BATCH_ID, FILE, RECORD));
      }
      positions.unpersist();
    }
    if (!refiner.isOneToOne()) {
      moves.addAll(torn(records));
    }
    requireClosed(moves, dated);
    return dated;
  }

  private boolean isDatedOtherwise(LedgerEntry file) {
    return !pipeline.datedAlike(file.sqlHash());
  }

  /** {@code batch_id, file, key, record, event_date} of every record by today's SQL. */
  private Dataset<Row> positions(ReprocessedRecords records) {
    Dataset<Row> passed =
        records
            .all()
            .candidates()
            .select(
                col(BATCH).as(BATCH_ID),
                col(SOURCE_FILE).as(FILE),
                refiner.keyOnlyHash().as("key"),
                col(RECORD_TEXT).as(RECORD),
                eventDate());
    return passed.unionByName(
        records
            .all()
            .failed()
            .select(
                col(BATCH).as(BATCH_ID),
                col(FILE),
                col(KEY_HASH).as("key"),
                col(RECORD),
                col(EVENT_DATE)));
  }

  private Dataset<Row> rows(Dataset<Row> published, Dataset<Row> origins) {
    Dataset<Row> keys =
        published.select(col(SOURCE_FILE).as(FILE), refiner.keyOnlyHash().as("key"), eventDate());
    return keys.join(broadcast(origins.select(FILE).distinct()), new String[] {FILE}, "left_semi");
  }

  private static Dataset<Row> texts(Dataset<Row> quarantine) {
    return quarantine.where(col(EVENT_DATE).isNotNull()).select(BATCH_ID, FILE, RECORD, EVENT_DATE);
  }

  private static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> origins) {
    return rows.join(broadcast(origins), new String[] {BATCH_ID, FILE}, "left_semi");
  }

  private static Map<FileKey, Set<LocalDate>> dates(Dataset<Row> positions) {
    return positions
        .where(col(EVENT_DATE).isNotNull())
        .select(BATCH_ID, FILE, EVENT_DATE)
        .distinct()
        .collectAsList()
        .stream()
        .collect(
            groupingBy(
                row -> new FileKey(row.getLong(0), row.getString(1)),
                mapping(row -> row.getDate(2).toLocalDate(), toSet())));
  }

  /**
   * Moves of records that are the same by some columns: from a date that is gone to one that is
   * new.
   */
  private static List<Move> moves(Dataset<Row> before, Dataset<Row> positions, String... same) {
    Column[] by = Arrays.stream(same).map(functions::col).toArray(Column[]::new);
    Column none = lit(null).cast("array<date>");
    Dataset<Row> old = before.groupBy(by).agg(collect_set(EVENT_DATE).as("old"));
    Dataset<Row> now =
        positions
            .where(col(EVENT_DATE).isNotNull())
            .groupBy(by)
            .agg(collect_set(EVENT_DATE).as("now"));
    return moves(
        old.join(now, same, "left_outer")
            .select(
                col(FILE),
                explode(coalesce(array_except(col("old"), col("now")), col("old"))).as("gone"),
                coalesce(array_except(col("now"), col("old")), none).as("come"))
            .select(col(FILE), col("gone"), explode_outer(col("come"))));
  }

  /** Records that give rows on several dates: part of one can't be replaced. */
  private List<Move> torn(ReprocessedRecords records) {
    return moves(
        records
            .all()
            .candidates()
            .groupBy(RECORD_ID, SOURCE_FILE)
            .agg(min(eventDate()).as("first"), max(eventDate()).as("last"))
            .where(col("first").notEqual(col("last")))
            .select(SOURCE_FILE, "first", "last"));
  }

  /**
   * @param found path, date before, date now
   */
  private static List<Move> moves(Dataset<Row> found) {
    return found.distinct().collectAsList().stream()
        .map(
            row ->
                new Move(
                    row.getString(0),
                    row.getDate(1).toLocalDate(),
                    Optional.ofNullable(row.getDate(2)).map(Date::toLocalDate)))
        .toList();
  }

  private Column eventDate() {
    return named(pipeline.eventDate()).as(EVENT_DATE);
  }

  private void requireClosed(List<Move> moves, FileDates dated) {
    DateRange closed = range;
    Optional<Move> across = Optional.empty();
    for (DateRange before = null; !closed.equals(before); ) {
      before = closed;
      for (Move move : moves) {
        DateRange wider = closed;
        for (LocalDate date : ends(move, dated, closed)) {
          wider = wider.and(date);
        }
        across = across.isEmpty() && !wider.equals(closed) ? Optional.of(move) : across;
        closed = wider;
      }
    }
    if (across.isPresent()) {
      throw notClosed(across.get(), closed);
    }
  }

  /** The dates that have to be replaced together because of a move, if one of them is. */
  private SortedSet<LocalDate> ends(Move move, FileDates dated, DateRange among) {
    SortedSet<LocalDate> ends = new TreeSet<>();
    if (move.to().isPresent()) {
      ends.add(move.from());
      ends.add(move.to().get());
    } else if (among.contains(move.from())) {
      // Which of the file's records it is now can't be told unless all of them are looked at.
      dated.dates().entrySet().stream()
          .filter(file -> file.getKey().path().equals(move.path()))
          .forEach(file -> ends.addAll(file.getValue()));
    }
    return ends.stream().anyMatch(among::contains) ? ends : new TreeSet<>();
  }

  private Problem notClosed(Move across, DateRange closed) {
    return new Problem(
        Outcome.INVALID,
        "Cannot backfill %s: records would move across the edge of these dates, such as one of %s that stands on %s and %s; the range that is closed is %s"
            .formatted(
                range,
                Escaped.plain(across.path()),
                across.from(),
                across
                    .to()
                    .map(to -> "belongs to " + to + " by today's SQL")
                    .orElse("can't be found on any date by today's SQL"),
                closed),
        "./sluice backfill --pipeline %s --from %s --to %s --reason '…'"
            .formatted(pipeline.name(), closed.from(), closed.to()));
  }
}
