// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Contents;
import io.sluice.testing.Pipelines;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pipeline transactions in a folder of its own, and its tables as the oracle gives them. */
public final class TransactionsPipeline {
  public static final String NAME = "transactions";
  public static final String TABLE = "transformed_transactions";
  private static final String RESTATEMENTS = "restatements";

  /** The aggregations that the pipeline's folder has. */
  public static final List<String> AGGREGATIONS = aggregations();

  /** What the oracle doesn't know of the transformed table. */
  private static final String[] OF_RUN = {"record_hash", "processed_timestamp"};

  private TransactionsPipeline() {}

  static Workspace workspace(Path data) {
    return new Workspace(data, Pipelines.REAL, NAME);
  }

  /** Compares every table, whole. */
  public static void requireEqual(Workspace workspace, TransactionsOracle oracle) {
    requirePublished(workspace, oracle);
    AGGREGATIONS.forEach(relation -> requireAggregated(workspace, relation, oracle));
  }

  /** Compares what transform writes: the transformed table, quarantine and ledger. */
  public static void requirePublished(Workspace workspace, TransactionsOracle oracle) {
    assertThat(transformed(workspace)).isEqualTo(Contents.sorted(oracle.transformed()));
    assertThat(quarantine(workspace)).isEqualTo(Contents.sorted(oracle.quarantine()));
    assertThat(ledger(workspace)).isEqualTo(Contents.sorted(oracle.ledger()));
  }

  public static void requireAggregated(
      Workspace workspace, String relation, TransactionsOracle oracle) {
    assertThat(aggregation(workspace, relation))
        .as(relation)
        .isEqualTo(Contents.sorted(oracle.aggregation(relation)));
  }

  public static List<Map<String, Object>> transformed(Workspace workspace) {
    return workspace.table(TABLE, OF_RUN);
  }

  /** As it was at one of its versions. */
  public static List<Map<String, Object>> transformed(Workspace workspace, long version) {
    return workspace.tableAt(TABLE, version, OF_RUN);
  }

  public static List<Map<String, Object>> aggregation(Workspace workspace, String relation) {
    return workspace.table(relation, "aggregation_timestamp");
  }

  static List<Map<String, Object>> ledger(Workspace workspace) {
    return workspace.table("files", "run_id", "reason", "sql_hash");
  }

  /** The receipts, with what each of them lists sorted. */
  public static List<Map<String, Object>> restatements(Workspace workspace) {
    List<Map<String, Object>> rows = new ArrayList<>();
    if (workspace.hasTable(RESTATEMENTS)) {
      for (Map<String, Object> row : workspace.table(RESTATEMENTS, "restated_at")) {
        row.replaceAll((column, value) -> value instanceof List<?> list ? sorted(list) : value);
        rows.add(row);
      }
    }
    return Contents.sorted(rows);
  }

  private static List<?> sorted(List<?> list) {
    return list.stream().sorted(Comparator.comparing(String::valueOf)).toList();
  }

  /** With the codes of the reasons, sorted, in their place. */
  public static List<Map<String, Object>> quarantine(Workspace workspace) {
    return Contents.sorted(
        workspace.table("quarantine", "id", "run_id", "quarantined_at").stream()
            .map(TransactionsPipeline::withCodes)
            .toList());
  }

  private static List<String> aggregations() {
    Path folder = Pipelines.REAL.resolve(NAME).resolve("aggregations");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.sql$", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> withCodes(Map<String, Object> row) {
    Map<String, Object> withCodes = new TreeMap<>(row);
    List<?> reasons = (List<?>) withCodes.remove("reasons");
    withCodes.put(
        "codes",
        reasons.stream()
            .map(reason -> String.valueOf(((Map<?, ?>) reason).get("code")))
            .sorted()
            .toList());
    return withCodes;
  }
}
