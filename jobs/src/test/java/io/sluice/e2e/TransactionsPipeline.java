package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Contents;
import io.sluice.testing.Pipelines;
import io.sluice.testing.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pipeline transactions in a folder of its own, and its tables as the oracle gives them. */
final class TransactionsPipeline {
  static final String NAME = "transactions";
  static final List<String> AGGREGATIONS =
      List.of("daily_category_metrics", "hourly_category_metrics", "transaction_metrics");

  private TransactionsPipeline() {}

  static Workspace workspace(Path data) {
    return new Workspace(data, Pipelines.REAL, NAME);
  }

  /** Compares every table, whole. */
  static void requireEqual(Workspace workspace, TransactionsOracle oracle) {
    assertThat(workspace.table("transformed_transactions", "record_hash", "processed_timestamp"))
        .isEqualTo(Contents.sorted(oracle.transformed()));
    assertThat(quarantine(workspace)).isEqualTo(Contents.sorted(oracle.quarantine()));
    assertThat(ledger(workspace)).isEqualTo(Contents.sorted(oracle.ledger()));
    assertThat(aggregation(workspace, "transaction_metrics"))
        .isEqualTo(Contents.sorted(oracle.transactionMetrics()));
    assertThat(aggregation(workspace, "daily_category_metrics"))
        .isEqualTo(Contents.sorted(oracle.dailyMetrics()));
    assertThat(aggregation(workspace, "hourly_category_metrics"))
        .isEqualTo(Contents.sorted(oracle.hourlyMetrics()));
  }

  static List<Map<String, Object>> aggregation(Workspace workspace, String relation) {
    return workspace.table(relation, "aggregation_timestamp");
  }

  static List<Map<String, Object>> ledger(Workspace workspace) {
    return workspace.table("files", "run_id", "reason", "sql_hash");
  }

  /** With the codes of the reasons, sorted, in their place. */
  static List<Map<String, Object>> quarantine(Workspace workspace) {
    return Contents.sorted(
        workspace.table("quarantine", "id", "run_id", "quarantined_at").stream()
            .map(TransactionsPipeline::withCodes)
            .toList());
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
