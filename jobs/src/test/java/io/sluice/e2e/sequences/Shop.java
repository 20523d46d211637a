package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.faults.Crashes;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Folders;
import io.sluice.testing.Pipelines;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The pipeline transactions that a sequence happens to, and what landed in it. */
final class Shop {
  private final Workspace workspace;
  private final Deliveries deliveries;
  private Instant newest = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_000);
  private Instant oldest = newest;

  private Shop(Workspace workspace) {
    this.workspace = workspace;
    this.deliveries = new Deliveries(workspace);
  }

  /**
   * A new one, in the place of the one that may be there. Its gate lets every batch through: what a
   * gate refuses depends on how files are put into batches.
   */
  static Shop in(Path root) throws IOException {
    Crashes.forget();
    Folders.delete(root.resolve("data"));
    Folders.delete(root.resolve("sql"));
    Path sql =
        Pipelines.copy(
            Pipelines.REAL,
            TransactionsPipeline.NAME,
            root.resolve("sql"),
            new Pipelines.Edit(
                "pipeline.yaml", "max-quarantined-ratio: 0.10", "max-quarantined-ratio: 1"));
    return new Shop(new Workspace(root.resolve("data"), sql, TransactionsPipeline.NAME));
  }

  /** The folder of its pipeline's data. */
  static Path folder(Path root) {
    return root.resolve("data").resolve(TransactionsPipeline.NAME);
  }

  Workspace workspace() {
    return workspace;
  }

  void land(Land file) throws IOException {
    if (file.age() == Land.Age.NEWEST) {
      newest = newest.plusSeconds(1);
      land(file, newest);
    } else {
      oldest = oldest.minusSeconds(1);
      land(file, oldest);
    }
  }

  /** What has to hold after a job that ran to its end. */
  void requireDone(String job) throws IOException {
    History history = History.of(workspace);
    if (job.equals(Run.TRANSFORM)) {
      deliveries.requireAllNoted();
      assertThat(history.lastBatch()).as("published").isEqualTo(deliveries.lastBatch());
    } else {
      new Comparison(this, history).requireAllCovered();
    }
  }

  /** What has to hold at any time, after a kill too: every table is one that is explained. */
  void requireWhatExisted() throws IOException {
    new Comparison(this, History.of(workspace)).requireWhatExisted(deliveries.lastBatch());
  }

  /** What the tables have to hold when a batch is the last that is published. */
  TransactionsOracle oracle(long lastBatch) throws IOException {
    return new TransactionsOracle(deliveries.upTo(lastBatch));
  }

  private void land(Land file, Instant modifiedAt) throws IOException {
    workspace.land(file.name(), file.text().getBytes(StandardCharsets.UTF_8), modifiedAt);
    deliveries.add(file.name(), file.text(), modifiedAt);
  }
}
