// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.reference.PinnedReferences;
import io.sluice.relation.FilesTable;
import io.sluice.run.RunContext;
import io.sluice.spark.NullColumns;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Relations that the aggregations of a run read, at the versions that the change log names. */
final class AggregationInputs {
  private final RunContext context;
  private final Pipeline pipeline;
  private final Tables tables;
  private final ChangeLog changes;
  private final PinnedReferences references;
  private final StructType columns;
  private final Map<Version, Dataset<Row>> relations = new HashMap<>();
  private final Map<Long, NewData> newData = new HashMap<>();
  private final IdentityHashMap<NewData, Map<LocalDate, Set<String>>> filesByDate =
      new IdentityHashMap<>();

  /**
   * @param columns those that the transformed table has by today's SQL: what no batch has brought
   *     yet is null
   */
  AggregationInputs(
      RunContext context,
      Tables tables,
      ChangeLog changes,
      PinnedReferences references,
      StructType columns) {
    this.references = references;
    this.columns = columns;
    this.pipeline = context.pipeline();
    this.context = context;
    this.tables = tables;
    this.changes = changes;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /** The run that reads them. */
  RunContext context() {
    return context;
  }

  ChangeLog changes() {
    return changes;
  }

  SparkSession spark() {
    return tables.spark();
  }

  Table table(String relation) {
    return tables.table(relation);
  }

  Dataset<Row> relation(String relation, LogState state) {
    return relations.computeIfAbsent(
        new Version(relation, state.version(relation).orElseThrow()),
        version ->
            relation.equals(pipeline.table())
                ? transformed(version.number())
                : tables.table(relation).read(version.number()));
  }

  /** The transformed table as it was at a version. */
  Dataset<Row> transformed(long version) {
    return withAllColumns(tables.table(pipeline.table()).read(version));
  }

  /** Rows of the transformed table, with nulls in the columns that no batch has brought yet. */
  Dataset<Row> withAllColumns(Dataset<Row> rows) {
    return NullColumns.added(rows, columns);
  }

  private record Version(String relation, long number) {}

  /** The relations that an aggregation reads, whole. */
  Map<String, Dataset<Row>> of(Aggregation aggregation, LogState state) {
    Map<String, Dataset<Row>> relations = new TreeMap<>();
    aggregation.reads().stream()
        .filter(relation -> pipeline.reference(relation).isEmpty())
        .forEach(relation -> relations.put(relation, relation(relation, state)));
    return relations;
  }

  /** The references that an aggregation reads. */
  Map<String, Dataset<Row>> references(Aggregation aggregation) {
    Map<String, Dataset<Row>> rows = new TreeMap<>();
    pipeline
        .referencesAmong(aggregation.reads())
        .forEach(each -> rows.put(each.name(), references.rows(spark(), each)));
    return rows;
  }

  /** The changes of data after one that is covered. */
  NewData newAfter(long covered, LogState state) {
    return newData.computeIfAbsent(
        covered, after -> NewData.between(changes, after, state.lastData()));
  }

  /** The rows that new data has added to the transformed table, from its own files. */
  Dataset<Row> addedRows(NewData data, LogState state) {
    TableLayout layout =
        new TableLayout(relation(pipeline.table(), state).schema(), List.of(pipeline.eventDate()));
    Dataset<Row> rows = spark().createDataFrame(List.of(), layout.schema());
    for (TableChange change : data.to(pipeline.table())) {
      rows = rows.unionByName(table(pipeline.table()).stagedRows(change, layout));
    }
    return rows;
  }

  /** The files whose rows new data has published, by event date. */
  Map<LocalDate, Set<String>> filesByDate(NewData data, LogState state) {
    return filesByDate.computeIfAbsent(data, absent -> readFilesByDate(data, state));
  }

  private Map<LocalDate, Set<String>> readFilesByDate(NewData data, LogState state) {
    TableLayout layout = new TableLayout(relation(Relations.FILES, state).schema(), List.of());
    Map<LocalDate, Set<String>> files = new HashMap<>();
    for (Change change : data.changes()) {
      for (TableChange ledger : change.to(Relations.FILES).stream().toList()) {
        for (Row row :
            table(Relations.FILES)
                .stagedRows(ledger, layout)
                .select(col(FilesTable.PATH), explode(col(FilesTable.DATES)).as("day"))
                .where(col("day." + FilesTable.DATE_WRITTEN).gt(0))
                .select(FilesTable.PATH, "day." + FilesTable.DATE)
                .collectAsList()) {
          LocalDate date = row.getDate(1).toLocalDate();
          // A backfill writes rows of the ledger anew that say something about other dates, too.
          if (change.touchedDates().contains(date)) {
            files.computeIfAbsent(date, none -> new TreeSet<>()).add(row.getString(0));
          }
        }
      }
    }
    return files;
  }
}
