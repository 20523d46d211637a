// SPDX-License-Identifier: Apache-2.0
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
  private final Workspace workspace;
  private final History history;
  private final Map<Integer, TransactionsOracle> oracles = new HashMap<>();

  Comparison(Workspace workspace, History history) {
    this.workspace = workspace;
    this.history = history;
  }

  /** Transformed table, quarantine and ledger are what all changes together give. */
  void requirePublished() {
    if (history.published().isEmpty()) {
      assertThat(workspace.hasTable(TransactionsPipeline.TABLE)).as("a table").isFalse();
      return;
    }
    TransactionsPipeline.requirePublished(workspace, oracle(history.published().size()));
  }

  /** Every relation covers all that is published, and none belongs to another version. */
  void requireAllCovered() throws IOException {
    requirePublished();
    if (history.lastData() == 0) {
      return;
    }
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      TransactionsPipeline.requireAggregated(workspace, relation, oracle(history.lastData()));
    }
    requireVersions();
    requireReceipts();
  }

  /** Every relation is what it was, or had to become, with one of the changes. */
  void requireWhatExisted() {
    requireOneOf(
        TransactionsPipeline.TABLE,
        TransactionsPipeline::transformed,
        TransactionsOracle::transformed);
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      requireOneOf(
          relation,
          of -> TransactionsPipeline.aggregation(of, relation),
          oracle -> oracle.aggregation(relation));
    }
  }

  /** Each aggregation says that it read a version that holds what it covers. */
  private void requireVersions() {
    SortedSet<Long> versions = new TreeSet<>();
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      Optional<History.Aggregated> latest = history.latest(relation);
      assertThat(latest.map(History.Aggregated::position))
          .as("the last change of rows that %s covers", relation)
          .contains(history.lastData());
      versions.add(latest.get().version());
    }
    versions.remove(history.version()); // which was compared already
    for (long version : versions) {
      assertThat(TransactionsPipeline.transformed(workspace, version))
          .isEqualTo(Contents.sorted(oracle(history.lastData()).transformed()));
    }
  }

  private void requireReceipts() {
    List<Map<String, Object>> expected = new ArrayList<>();
    Map<String, Integer> covered = new HashMap<>();
    for (History.Aggregated each : history.aggregated()) {
      int before = Optional.ofNullable(covered.put(each.relation(), each.position())).orElse(0);
      expected.addAll(
          new Restatements(each.relation(), each.runId(), oracle(before), oracle(each.position()))
              .rows());
    }
    assertThat(TransactionsPipeline.restatements(workspace)).isEqualTo(Contents.sorted(expected));
  }

  /** Gives the rows of a relation, by the table or by the oracle. */
  private interface Rows<T> {
    List<Map<String, Object>> of(T source);
  }

  private void requireOneOf(
      String relation, Rows<Workspace> found, Rows<TransactionsOracle> expected) {
    if (!workspace.hasTable(relation)) {
      return;
    }
    List<List<Map<String, Object>>> existed = new ArrayList<>();
    for (int position = 0; position <= history.published().size(); position++) {
      existed.add(Contents.sorted(expected.of(oracle(position))));
    }
    assertThat(existed).as("what %s was, by change", relation).contains(found.of(workspace));
  }

  /** What the tables have to hold after the first changes. */
  private TransactionsOracle oracle(int changes) {
    return oracles.computeIfAbsent(
        changes, first -> TransactionsOracle.after(history.published().subList(0, first)));
  }
}
