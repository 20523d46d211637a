// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.TransactionsPipeline;
import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From one set of files come the same tables, however the files are put into batches. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class SameFilesTest {
  private static final int FILES = 6;

  @TempDir static Path root;

  private static List<Land> files;
  private static Map<String, List<Map<String, Object>>> inOneBatch;

  @BeforeAll
  static void runInOneBatch() throws IOException {
    Producer producer = new Producer(new Draw(5));
    files =
        List.of(
            producer.fresh(),
            producer.fresh(),
            producer.late(),
            producer.again(),
            producer.fresh(),
            producer.lateAndOld());
    inOneBatch = tables(files, FILES, FILES);
  }

  @Test
  void in_many_batches_with_figures_in_between() throws IOException {
    assertThat(tables(files, 1, 2)).isEqualTo(inOneBatch);
  }

  @Test
  void in_shuffled_order() throws IOException {
    List<Land> shuffled = new ArrayList<>(files);
    Collections.shuffle(shuffled, new Random(11));
    assertThat(tables(shuffled, 2, 3)).isEqualTo(inOneBatch);
  }

  /**
   * Runs the jobs and gives every table, but for how rows came in. Each run is compared with the
   * oracle as well.
   *
   * @param filesPerRun how many files land before both jobs run
   */
  private static Map<String, List<Map<String, Object>>> tables(
      List<Land> landing, int filesPerBatch, int filesPerRun) throws IOException {
    Shop shop = Shop.in(root);
    for (int from = 0; from < landing.size(); from += filesPerRun) {
      for (Land file : landing.subList(from, from + filesPerRun)) {
        file.happen(shop);
      }
      Run.transform(filesPerBatch).happen(shop);
      Run.aggregate().happen(shop);
    }
    return tables(shop.workspace());
  }

  private static Map<String, List<Map<String, Object>>> tables(Workspace workspace) {
    Map<String, List<Map<String, Object>>> tables = new TreeMap<>();
    tables.put(
        TransactionsPipeline.TABLE,
        Contents.without(TransactionsPipeline.transformed(workspace), "source_file"));
    tables.put(
        "quarantine", Contents.without(TransactionsPipeline.quarantine(workspace), "batch_id"));
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      tables.put(relation, TransactionsPipeline.aggregation(workspace, relation));
    }
    return tables;
  }
}
