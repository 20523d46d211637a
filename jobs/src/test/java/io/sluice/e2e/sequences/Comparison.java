package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.oracle.Restatements;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Contents;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares the tables of a shop, whole, with what the oracle gives for what is published. */
final class Comparison {
  private final Shop shop;
  private final Workspace workspace;
  private final History history;
  private final Map<Long, TransactionsOracle> oracles = new HashMap<>();

  Comparison(Shop shop, History history) {
    this.shop = shop;
    this.workspace = shop.workspace();
    this.history = history;
  }

  /** Every relation covers all that is published, and none belongs to another version. */
  void requireAllCovered() throws IOException {
    if (history.lastBatch() == 0) {
      assertThat(workspace.hasTable(TransactionsPipeline.TABLE)).as("a table").isFalse();
      return;
    }
    TransactionsPipeline.requireEqual(workspace, oracle(history.lastBatch()));
    requireVersions();
    requireReceipts();
  }

  /** Every relation is what it was, or had to become, with one of the batches. */
  void requireWhatExisted(long lastBatch) throws IOException {
    requireOneOf(
        TransactionsPipeline.TABLE,
        TransactionsPipeline::transformed,
        TransactionsOracle::transformed,
        lastBatch);
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      requireOneOf(
          relation,
          of -> TransactionsPipeline.aggregation(of, relation),
          oracle -> oracle.aggregation(relation),
          lastBatch);
    }
  }

  /** Each aggregation says that it read a version that holds what it covers. */
  private void requireVersions() throws IOException {
    SortedSet<Long> versions = new TreeSet<>();
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      Optional<History.Aggregated> latest = history.latest(relation);
      assertThat(latest.map(History.Aggregated::batch))
          .as("the last batch that %s covers", relation)
          .contains(history.lastBatch());
      versions.add(latest.get().version());
    }
    versions.remove(history.version()); // which was compared already
    for (long version : versions) {
      assertThat(TransactionsPipeline.transformed(workspace, version))
          .isEqualTo(Contents.sorted(oracle(history.lastBatch()).transformed()));
    }
  }

  private void requireReceipts() throws IOException {
    List<Map<String, Object>> expected = new ArrayList<>();
    Map<String, Long> covered = new HashMap<>();
    for (History.Aggregated each : history.aggregated()) {
      Long before = covered.put(each.relation(), each.batch());
      expected.addAll(
          new Restatements(
                  each.relation(),
                  each.runId(),
                  oracle(before == null ? 0 : before),
                  oracle(each.batch()))
              .rows());
    }
    assertThat(TransactionsPipeline.restatements(workspace)).isEqualTo(Contents.sorted(expected));
  }

  /** Gives the rows of a relation, by the table or by the oracle. */
  private interface Rows<T> {
    List<Map<String, Object>> of(T source);
  }

  private void requireOneOf(
      String relation, Rows<Workspace> found, Rows<TransactionsOracle> expected, long lastBatch)
      throws IOException {
    if (!workspace.hasTable(relation)) {
      return;
    }
    List<List<Map<String, Object>>> existed = new ArrayList<>();
    for (long batch = 0; batch <= lastBatch; batch++) {
      existed.add(Contents.sorted(expected.of(oracle(batch))));
    }
    assertThat(existed).as("what %s was, by batch", relation).contains(found.of(workspace));
  }

  private TransactionsOracle oracle(long lastBatch) throws IOException {
    TransactionsOracle oracle = oracles.get(lastBatch);
    if (oracle == null) {
      oracle = shop.oracle(lastBatch);
      oracles.put(lastBatch, oracle);
    }
    return oracle;
  }
}
