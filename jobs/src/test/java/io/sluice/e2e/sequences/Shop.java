// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.faults.Crashes;
import io.sluice.e2e.oracle.Sql;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Folders;
import io.sluice.testing.RunResult;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pipeline transactions that a sequence happens to, and what landed in it. */
final class Shop {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Workspace workspace;
  private final ShopSql folder;
  private final Feed feed;
  private final Deliveries deliveries;
  private final Circumstances circumstances = new Circumstances();
  private Sql sql = Sql.OF_FOLDER;
  private Instant newest = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_000);
  private Instant oldest = newest;

  private Shop(Workspace workspace, ShopSql folder, Feed feed) {
    this.feed = feed;
    this.workspace = workspace;
    this.folder = folder;
    this.deliveries = new Deliveries(workspace);
  }

  /**
   * A new one, in the place of the one that may be there. Its gate lets every batch through: what a
   * gate refuses depends on how files are put into batches.
   */
  static Shop in(Path root) throws IOException {
    return in(root, new CsvFeed());
  }

  /** The same, with files of one kind. */
  static Shop in(Path root, Feed feed) throws IOException {
    Crashes.forget();
    Folders.delete(root.resolve("data"));
    ShopSql folder = new ShopSql(root.resolve("sql"), feed);
    folder.write(Sql.OF_FOLDER);
    return new Shop(
        new Workspace(root.resolve("data"), root.resolve("sql"), TransactionsPipeline.NAME),
        folder,
        feed);
  }

  /** The folder of its pipeline's data. */
  static Path folder(Path root) {
    return root.resolve("data").resolve(TransactionsPipeline.NAME);
  }

  Workspace workspace() {
    return workspace;
  }

  /** The SQL of the pipeline is another from now on. */
  void use(Sql other) throws IOException {
    folder.write(other);
    sql = other;
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

  /**
   * Runs a job.
   *
   * @param code the reason whose quarantined records are given up, where the job does that
   */
  RunResult run(String job, Optional<String> code, String... options) throws IOException {
    try {
      return workspace.run(job, options);
    } finally {
      circumstances.note(History.lastNumber(workspace), new Circumstances.Circumstance(sql, code));
    }
  }

  /** What has to hold after a job that ran to its end. */
  void requireDone(String job) throws IOException {
    History history = history();
    Comparison comparison = new Comparison(workspace, history);
    switch (job) {
      case Run.TRANSFORM -> {
        deliveries.requireAllNoted();
        assertThat(history.lastBatch()).as("published").isEqualTo(deliveries.lastBatch());
      }
      case Run.AGGREGATE -> comparison.requireAllCovered();
      default -> comparison.requirePublished();
    }
    requireStatus();
  }

  /** The screen that looks into no table knows what is in them. */
  private void requireStatus() throws IOException {
    RunResult status = workspace.run("status", "--json");
    JsonNode screen = JSON.readTree(String.join("\n", status.stdout()));
    Map<String, Long> reasons = new TreeMap<>();
    screen
        .required("quarantine")
        .required("reasons")
        .fields()
        .forEachRemaining(reason -> reasons.put(reason.getKey(), reason.getValue().asLong()));
    assertThat(reasons).as("quarantine of status").isEqualTo(oracle().openReasons());
    assertThat(screen.at("/dates_with_older_sql/dates").asLong())
        .as("dates with older SQL")
        .isEqualTo(oracle().datesWithOtherSql(sql));
  }

  /** What has to hold at any time, after a kill too: every table is one that is explained. */
  void requireWhatExisted() throws IOException {
    new Comparison(workspace, history()).requireWhatExisted();
  }

  History history() throws IOException {
    return History.of(workspace, deliveries, circumstances);
  }

  /** What the tables have to hold now. */
  TransactionsOracle oracle() throws IOException {
    return TransactionsOracle.after(history().published());
  }

  Sql sql() {
    return sql;
  }

  private void land(Land file, Instant modifiedAt) throws IOException {
    String name = feed.name(file.name());
    byte[] bytes = feed.file(file.text());
    workspace.land(name, bytes, modifiedAt);
    deliveries.add(name, feed.known(file.text()), bytes.length, modifiedAt);
  }
}
