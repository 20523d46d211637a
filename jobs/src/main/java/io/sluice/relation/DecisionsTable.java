// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import io.sluice.change.Attribution;
import io.sluice.change.Decision;
import io.sluice.change.DecisionKind;
import io.sluice.change.FileState;
import io.sluice.change.LogState;
import io.sluice.pipeline.Relations;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The relation {@code decisions}: one row per delivery, batch or quarantined record that a person
 * decided about; rows are only added. The first decision makes its table. Of several about the same
 * thing, the one with the highest change number holds.
 */
public final class DecisionsTable {
  public static final TableLayout LAYOUT =
      new TableLayout(
          StructType.fromDDL(
              "decision STRING, quarantine_id STRING, batch_id BIGINT, path STRING, size BIGINT,"
                  + " modified_at TIMESTAMP, new_size BIGINT, new_modified_at TIMESTAMP,"
                  + " reason STRING, decided_by STRING, decided_at TIMESTAMP, run_id STRING,"
                  + " change_number BIGINT"),
          List.of());

  private DecisionsTable() {}

  /** All decisions up to a state; none where nobody decided anything yet. */
  public static Dataset<Row> read(Tables tables, LogState state) {
    return state
        .version(Relations.DECISIONS)
        .map(version -> tables.table(Relations.DECISIONS).read(version))
        .orElseGet(() -> tables.spark().createDataFrame(List.of(), LAYOUT.schema()));
  }

  /** The decision that holds about each delivery. */
  public static Dataset<Row> latest(Dataset<Row> decisions) {
    return decisions
        .where(col("path").isNotNull().and(col("quarantine_id").isNull()))
        .groupBy("batch_id", "path")
        .agg(
            max_by(
                    struct(
                        "decision",
                        "size",
                        "modified_at",
                        "new_size",
                        "new_modified_at",
                        "reason",
                        "decided_by",
                        "change_number"),
                    col("change_number"))
                .as("latest"))
        .select("batch_id", "path", "latest.*");
  }

  /**
   * The rejected files that nobody has settled since: not confirmed, nor retried, nor replaced.
   *
   * @param files the ledger
   */
  public static Dataset<Row> openRejections(Dataset<Row> files, Dataset<Row> decisions) {
    Dataset<Row> rejected = files.where(col("status").equalTo("rejected")).as("file");
    Dataset<Row> latest = latest(decisions).as("decided");
    // What was accepted into the batch itself is the very file that was rejected then.
    Column acceptedInstead =
        col("decided.decision")
            .equalTo(DecisionKind.ACCEPT.label())
            .and(col("decided.new_size").equalTo(col("file.size")))
            .and(col("decided.new_modified_at").equalTo(col("file.modified_at")));
    return rejected.join(
        latest,
        col("file.batch_id")
            .equalTo(col("decided.batch_id"))
            .and(col("file.path").equalTo(col("decided.path")))
            .and(not(acceptedInstead)),
        "left_anti");
  }

  /**
   * The quarantined records that are not discarded.
   *
   * @param quarantine {@code id, …}
   */
  public static Dataset<Row> kept(Dataset<Row> quarantine, Dataset<Row> decisions) {
    Dataset<Row> discarded =
        decisions
            .where(col("decision").equalTo(DecisionKind.DISCARD.label()))
            .select(col("quarantine_id").as("id"));
    return quarantine.join(discarded, new String[] {"id"}, "left_anti");
  }

  /**
   * @param change the number of the change that publishes them
   */
  public static Dataset<Row> rows(SparkSession spark, long change, List<Decision> decisions) {
    List<Row> rows = decisions.stream().map(decision -> row(change, decision)).toList();
    return spark.createDataFrame(rows, LAYOUT.schema()).coalesce(1);
  }

  /** The row that says why a batch was published under another limit of the gate. */
  public static Dataset<Row> override(
      SparkSession spark, long change, long batch, Attribution grounds) {
    Row row = row(change, DecisionKind.OVERRIDE, batch, null, null, Optional.empty(), grounds);
    return spark.createDataFrame(List.of(row), LAYOUT.schema()).coalesce(1);
  }

  /**
   * One row for each quarantined record that is discarded.
   *
   * @param quarantined {@code id, batch_id, file}
   */
  public static Dataset<Row> discards(Dataset<Row> quarantined, long change, Attribution grounds) {
    Map<String, Column> values =
        Map.of(
            "decision", lit(DecisionKind.DISCARD.label()),
            "quarantine_id", col("id"),
            "batch_id", col("batch_id"),
            "path", col("file"),
            "reason", lit(grounds.reason()),
            "decided_by", lit(grounds.by()),
            "decided_at", lit(Timestamp.from(grounds.at())),
            "run_id", lit(grounds.runId()),
            "change_number", lit(change));
    Column[] columns =
        Arrays.stream(LAYOUT.schema().fields())
            .map(
                field ->
                    values
                        .getOrDefault(field.name(), lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
            .toArray(Column[]::new);
    return quarantined.select(columns).coalesce(1);
  }

  private static Row row(long change, Decision decision) {
    return row(
        change,
        decision.kind(),
        decision.batch(),
        decision.path(),
        decision.noted(),
        decision.lying(),
        decision.grounds());
  }

  private static Row row(
      long change,
      DecisionKind kind,
      long batch,
      String path,
      FileState noted,
      Optional<FileState> lying,
      Attribution grounds) {
    return RowFactory.create(
        kind.label(),
        null /* quarantine_id */,
        batch,
        path,
        noted == null ? null : noted.size(),
        noted == null ? null : Timestamp.from(noted.modifiedAt()),
        lying.map(FileState::size).orElse(null),
        lying.map(state -> Timestamp.from(state.modifiedAt())).orElse(null),
        grounds.reason(),
        grounds.by(),
        Timestamp.from(grounds.at()),
        grounds.runId(),
        change);
  }
}
