// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import static io.sluice.change.DecisionKind.OVERRIDE;
import static io.sluice.relation.FilesTable.REJECTED;
import static io.sluice.relation.FilesTable.STATUS;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
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
  public static final String DECISION = "decision";
  public static final String QUARANTINE_ID = "quarantine_id";
  public static final String BATCH_ID = "batch_id";
  public static final String PATH = "path";
  public static final String SIZE = "size";
  public static final String MODIFIED_AT = "modified_at";
  public static final String NEW_SIZE = "new_size";
  public static final String NEW_MODIFIED_AT = "new_modified_at";
  public static final String REASON = "reason";
  public static final String DECIDED_BY = "decided_by";
  public static final String DECIDED_AT = "decided_at";
  public static final String RUN_ID = "run_id";
  public static final String CHANGE_NUMBER = "change_number";

  public static final TableLayout LAYOUT =
      new TableLayout(
          StructType.fromDDL(
              "decision STRING, quarantine_id STRING, batch_id BIGINT, path STRING, size BIGINT,"
                  + " modified_at TIMESTAMP, new_size BIGINT, new_modified_at TIMESTAMP,"
                  + " reason STRING, decided_by STRING, decided_at TIMESTAMP, run_id STRING,"
                  + " change_number BIGINT"),
          List.of());

  private DecisionsTable() {}

  /** All decisions up to a state; none where nothing was decided yet. */
  public static Dataset<Row> read(Tables tables, LogState state) {
    return state
        .version(Relations.DECISIONS)
        .map(version -> tables.table(Relations.DECISIONS).read(version))
        .orElseGet(() -> tables.spark().createDataFrame(List.of(), LAYOUT.schema()));
  }

  /** The decision that holds about each delivery. */
  public static Dataset<Row> latest(Dataset<Row> decisions) {
    return decisions
        .where(col(PATH).isNotNull().and(col(QUARANTINE_ID).isNull()))
        .groupBy(BATCH_ID, PATH)
        .agg(
            max_by(
                    struct(
                        DECISION,
                        SIZE,
                        MODIFIED_AT,
                        NEW_SIZE,
                        NEW_MODIFIED_AT,
                        REASON,
                        DECIDED_BY,
                        CHANGE_NUMBER),
                    col(CHANGE_NUMBER))
                .as("latest"))
        .select(BATCH_ID, PATH, "latest.*");
  }

  /**
   * The rejected files that were not settled since: not confirmed, nor retried, nor replaced.
   *
   * @param files the ledger
   */
  public static Dataset<Row> openRejections(Dataset<Row> files, Dataset<Row> decisions) {
    Dataset<Row> rejected = files.where(col(STATUS).equalTo(REJECTED)).as("file");
    Dataset<Row> latest = latest(decisions).as("decided");
    // What was accepted into the batch itself is the very file that was rejected then.
    Column acceptedInstead =
        col("decided." + DECISION)
            .equalTo(DecisionKind.ACCEPT.label())
            .and(col("decided." + NEW_SIZE).equalTo(col("file." + FilesTable.SIZE)))
            .and(col("decided." + NEW_MODIFIED_AT).equalTo(col("file." + FilesTable.MODIFIED_AT)));
    return rejected.join(
        latest,
        col("file." + FilesTable.BATCH_ID)
            .equalTo(col("decided." + BATCH_ID))
            .and(col("file." + FilesTable.PATH).equalTo(col("decided." + PATH)))
            .and(not(acceptedInstead)),
        "left_anti");
  }

  /**
   * The quarantined records that are neither discarded nor of a file whose loss was accepted.
   *
   * @param quarantine {@code id, batch_id, file, …}
   */
  public static Dataset<Row> kept(Dataset<Row> quarantine, Dataset<Row> decisions) {
    Dataset<Row> discarded =
        decisions
            .where(col(DECISION).equalTo(DecisionKind.DISCARD.label()))
            .select(col(QUARANTINE_ID).as(ID));
    Dataset<Row> ofFilesGivenUp =
        latest(decisions)
            .where(col(DECISION).equalTo(DecisionKind.ACCEPT_MISSING.label()))
            .select(col(BATCH_ID), col(PATH).as(FILE));
    return quarantine
        .join(discarded, new String[] {ID}, "left_anti")
        .join(ofFilesGivenUp, new String[] {BATCH_ID, FILE}, "left_anti");
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
    Decision override =
        new Decision(OVERRIDE, batch, null, null, Optional.empty(), grounds, Decision.Scope.RECORD);
    return rows(spark, change, List.of(override));
  }

  /**
   * One row for each quarantined record that is discarded.
   *
   * @param quarantined {@code id, batch_id, file}
   */
  public static Dataset<Row> discards(Dataset<Row> quarantined, long change, Attribution grounds) {
    Map<String, Column> values =
        Map.of(
            DECISION, lit(DecisionKind.DISCARD.label()),
            QUARANTINE_ID, col(ID),
            BATCH_ID, col(QuarantineTable.BATCH_ID),
            PATH, col(FILE),
            REASON, lit(grounds.reason()),
            DECIDED_BY, lit(grounds.by()),
            DECIDED_AT, lit(Timestamp.from(grounds.at())),
            RUN_ID, lit(grounds.runId()),
            CHANGE_NUMBER, lit(change));
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
    Optional<FileState> noted = Optional.ofNullable(decision.noted()); // a batch has none
    Optional<FileState> lying = decision.lying();
    Attribution grounds = decision.grounds();
    return RowFactory.create(
        decision.kind().label(),
        null /* quarantine_id */,
        decision.batch(),
        decision.path(),
        noted.map(FileState::size).orElse(null),
        noted.map(state -> Timestamp.from(state.modifiedAt())).orElse(null),
        lying.map(FileState::size).orElse(null),
        lying.map(state -> Timestamp.from(state.modifiedAt())).orElse(null),
        grounds.reason(),
        grounds.by(),
        Timestamp.from(grounds.at()),
        grounds.runId(),
        change);
  }
}
