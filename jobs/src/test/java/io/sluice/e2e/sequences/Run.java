// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.oracle.Published;
import io.sluice.testing.RunResult;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A job runs to its end. */
record Run(String job, List<String> options) implements Step {
  static final String TRANSFORM = "transform";
  static final String AGGREGATE = "aggregate";
  static final String BACKFILL = "backfill";
  static final String REPLAY = "quarantine replay";
  static final String DISCARD = "quarantine discard";
  private static final String CODE = "--code";
  private static final int NO_SUCH_RECORD = 2;

  static Run transform(int filesPerBatch) {
    return new Run(TRANSFORM, List.of("--files-per-batch", String.valueOf(filesPerBatch)));
  }

  static Run aggregate() {
    return new Run(AGGREGATE, List.of());
  }

  static Run fullRefresh() {
    return new Run(AGGREGATE, List.of("--full-refresh"));
  }

  static Run fullRefresh(String relation) {
    return new Run(AGGREGATE, List.of("--full-refresh", relation));
  }

  static Run backfill(String from, String to) {
    return new Run(BACKFILL, List.of("--from", from, "--to", to, "--reason", "sequence"));
  }

  static Run replay() {
    return new Run(REPLAY, List.of("--reason", "sequence"));
  }

  static Run discard(String code) {
    return new Run(DISCARD, List.of(CODE, code, "--reason", "sequence"));
  }

  @Override
  public void happen(Shop shop) throws IOException {
    requireDone(start(shop), shop);
  }

  void requireDone(RunResult result, Shop shop) throws IOException {
    if (job.equals(DISCARD) && result.exitCode() == NO_SUCH_RECORD) {
      assertThat(result.message()).contains("no quarantined record matches");
    } else {
      assertThat(result.exitCode()).as(result.outcome()).isZero();
    }
    shop.requireDone(job);
    switch (job) {
      case BACKFILL -> requireReplaced(result, shop);
      case REPLAY -> assertThat(shop.oracle().openThatPass(shop.sql())).as("would pass").isZero();
      case DISCARD -> assertThat(shop.oracle().openWith(options.get(1))).as("open").isZero();
      default -> {}
    }
  }

  RunResult start(Shop shop) throws IOException {
    Optional<String> code = job.equals(DISCARD) ? Optional.of(options.get(1)) : Optional.empty();
    return shop.run(job, code, options.toArray(String[]::new));
  }

  /** The dates that were asked for, and no others; what that gave was compared already. */
  private void requireReplaced(RunResult result, Shop shop) throws IOException {
    LocalDate from = LocalDate.parse(options.get(1));
    LocalDate to = LocalDate.parse(options.get(3));
    if (result.verdict().startsWith("NO-OP ")) {
      assertThat(shop.oracle().holds(from, to)).as("records of these dates").isFalse();
    } else {
      assertThat(shop.history().published()).endsWith(new Published.Backfill(from, to, shop.sql()));
    }
  }

  @Override
  public String toString() {
    return (job + " " + String.join(" ", options)).strip();
  }
}
