// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.faults.CrashPoint;
import io.sluice.e2e.faults.Crashes;
import io.sluice.testing.LongProof;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An aggregate is killed between two aggregations, and more is published before the next. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class KilledAggregateTest {
  private static final String FIRST = TransactionsPipeline.AGGREGATIONS.get(0);

  @TempDir static Path root;

  @BeforeAll
  static void enableCrashes() throws IOException {
    Crashes.enable(Shop.folder(root));
  }

  @AfterAll
  static void disableCrashes() throws IOException {
    Crashes.disable();
  }

  @Test
  void the_next_aggregate_leaves_figures_of_one_version() throws IOException {
    Producer producer = new Producer(new Draw(3));
    Shop shop = Shop.in(root);
    producer.fresh().happen(shop);
    Run.transform(1).happen(shop);
    Run.aggregate().happen(shop);
    producer.late().happen(shop);
    Run.transform(1).happen(shop);
    CrashPoint afterTheFirst = CrashPoint.afterCommitTo(Run.AGGREGATE, FIRST);
    new KilledRun(Run.aggregate(), afterTheFirst).happen(shop);
    assertThat(covered(shop)).isEqualTo(covering(2, 1));

    producer.late().happen(shop);
    Run.transform(1).happen(shop);
    shop.requireWhatExisted();
    assertThat(covered(shop)).isEqualTo(covering(2, 1));

    Run.aggregate().happen(shop);
    assertThat(covered(shop)).isEqualTo(covering(3, 3));
    new NothingToDo().happen(shop);
  }

  /** The last change of rows that each aggregation covers. */
  private static SortedMap<String, Integer> covered(Shop shop) throws IOException {
    History history = shop.history();
    SortedMap<String, Integer> covered = new TreeMap<>();
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      covered.put(relation, history.latest(relation).orElseThrow().position());
    }
    return covered;
  }

  private static SortedMap<String, Integer> covering(int first, int others) {
    SortedMap<String, Integer> covering = new TreeMap<>();
    TransactionsPipeline.AGGREGATIONS.forEach(relation -> covering.put(relation, others));
    covering.put(FIRST, first);
    return covering;
  }
}
