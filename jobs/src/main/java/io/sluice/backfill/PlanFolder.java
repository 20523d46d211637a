// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.change.Change;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.publish.Audit;
import io.sluice.relation.FilesTable;
import io.sluice.relation.LedgerEntry;
import io.sluice.relation.QuarantineTable;
import io.sluice.run.DataFolder;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import io.sluice.table.Table;
import io.sluice.table.Tables;
import io.sluice.text.Json;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The folders {@code plans/<plan id>/}. The dates' rows are among the table's files; here are the
 * rows of quarantine and ledger, and, written last, {@code plan.json}: without it there is no plan.
 */
public final class PlanFolder {
  private static final String PLAN = "plan.json";
  private static final String CHANGE = "change.json";
  private static final String APPLIED = "applied.json";
  private static final String GONE = "gone";
  private static final String QUARANTINED = "quarantined";
  private static final String FILES = "files";
  private static final String READ = "read";
  private static final String PARTS = "parts";
  private static final String CREATED_AT = "created_at";
  private static final StructType IDS = StructType.fromDDL("id STRING");

  private final Storage storage;
  private final DataFolder data;
  private final Pipeline pipeline;
  private final Instant now;

  public PlanFolder(RunContext context) {
    this.storage = context.storage();
    this.data = context.data();
    this.pipeline = context.pipeline();
    this.now = context.surroundings().clock().instant();
  }

  /** Ids of plans that can still be applied, as far as they tell by themselves. */
  public List<String> waiting() {
    return storage.list(data.plans()).stream()
        .map(folder -> folder.getPath().getName())
        .filter(id -> storage.exists(path(id, PLAN)))
        .filter(id -> !storage.exists(path(id, APPLIED)) && !isExpired(id))
        .toList();
  }

  private boolean isExpired(String id) {
    try {
      JsonNode plan = Json.parse(storage.read(path(id, PLAN)));
      Instant createdAt = Instant.parse(plan.path(CREATED_AT).asText());
      return now.isAfter(createdAt.plus(Plan.KEPT));
    } catch (IllegalArgumentException | DateTimeException | UncheckedIOException e) {
      return true; // torn, or gone meanwhile: it can't be applied either
    }
  }

  /**
   * @param read the rows of the ledger that it was made from
   */
  void write(Plan plan, PreparedBackfill restatement, List<LedgerEntry> read, Tables tables) {
    write(restatement.gone(), plan.id(), GONE);
    write(restatement.quarantined(), plan.id(), QUARANTINED);
    write(FilesTable.rows(tables.spark(), restatement.files()), plan.id(), FILES);
    write(FilesTable.rows(tables.spark(), read), plan.id(), READ);
    storage.createIfAbsent(path(plan.id(), CHANGE), plan.change().json());
    Map<String, Long> parts = parts(plan.id());
    parts.keySet().forEach(part -> storage.force(path(plan.id(), part)));
    Map<String, Object> fields = new LinkedHashMap<>(plan.fields());
    fields.put(CREATED_AT, plan.createdAt().toString());
    fields.put("base", plan.base());
    fields.put(PARTS, parts);
    storage.createIfAbsent(path(plan.id(), PLAN), Json.lines(fields));
  }

  /**
   * @throws Problem INVALID where there is no such plan
   */
  Plan read(String id) {
    if (!storage.exists(path(id, PLAN))) {
      List<String> others = waiting();
      throw Problem.invalid(
          "Cannot apply plan %s: there is no such plan of %s; %s"
              .formatted(
                  id,
                  pipeline.name(),
                  others.isEmpty()
                      ? "make one with --plan"
                      : "there "
                          + (others.size() == 1 ? "is " : "are ")
                          + String.join(", ", others)));
    }
    try {
      Map<String, Object> fields =
          Json.parse(storage.read(path(id, PLAN)), new TypeReference<>() {});
      Instant createdAt = Instant.parse((String) fields.remove(CREATED_AT));
      long base = ((Number) fields.remove("base")).longValue();
      fields.remove(PARTS);
      Change change = Change.parse(storage.read(path(id, CHANGE)));
      return new Plan(id, createdAt, base, change, fields);
    } catch (RuntimeException e) {
      throw unreadable(id);
    }
  }

  /**
   * Refuses torn plans, which would be published as if they were whole: rows of quarantine would be
   * lost, or be there twice.
   *
   * @throws Problem INVALID unless all of the plan is there as it was written
   */
  void requireWhole(Plan plan) {
    String id = plan.id();
    try {
      JsonNode written = Json.parse(storage.read(path(id, PLAN))).path(PARTS);
      Map<String, Long> lying = parts(id);
      if (!written.equals(Json.parse(Json.line(lying)))
          || !lying.keySet().stream().allMatch(part -> storage.isIntact(path(id, part)))) {
        throw unreadable(id);
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(id);
    }
  }

  /** So that it needn't be looked for in the log: it waits no more. */
  void applied(Plan plan, Change change) {
    storage.createIfAbsent(
        path(plan.id(), APPLIED), "{\"change\": %d}%n".formatted(change.number()));
  }

  private Problem unreadable(String id) {
    return Problem.invalid(
        "Cannot apply plan %s: %s can't be read; plan again".formatted(id, folder(id)));
  }

  /** The Parquet files of a plan, with their sizes in bytes. */
  private Map<String, Long> parts(String id) {
    Map<String, Long> parts = new TreeMap<>();
    for (String part : List.of(GONE, QUARANTINED, FILES, READ)) {
      for (FileStatus file : storage.list(path(id, part))) {
        if (file.getPath().getName().endsWith(".parquet")) {
          parts.put(part + "/" + file.getPath().getName(), file.getLen());
        }
      }
    }
    return parts;
  }

  /** Reads the prepared backfill of a plan. */
  PreparedBackfill restatement(Plan plan, Tables tables) {
    return new PreparedBackfill(
        plan.range(),
        Table.added(plan.change().to(pipeline.table()).orElseThrow()),
        parquet(tables, plan.id(), GONE, IDS),
        parquet(tables, plan.id(), QUARANTINED, QuarantineTable.LAYOUT.schema()),
        FilesTable.entries(parquet(tables, plan.id(), FILES, FilesTable.LAYOUT.schema())),
        plan.change().body().records(),
        Audit.NONE);
  }

  /** The rows of the ledger that a plan was made from. */
  List<LedgerEntry> read(Plan plan, Tables tables) {
    return FilesTable.entries(parquet(tables, plan.id(), READ, FilesTable.LAYOUT.schema()));
  }

  private void write(Dataset<Row> rows, String id, String part) {
    rows.coalesce(1).write().parquet(storage.qualify(path(id, part)).toString());
  }

  private Dataset<Row> parquet(Tables tables, String id, String part, StructType schema) {
    return tables
        .spark()
        .read()
        .schema(schema)
        .parquet(Storage.literal(storage.qualify(path(id, part))));
  }

  private Path path(String id, String part) {
    return new Path(folder(id), part);
  }

  private Path folder(String id) {
    return new Path(data.plans(), id);
  }
}
