package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.RunResult;
import java.io.IOException;
import java.util.List;

/** A job runs to its end. */
record Run(String job, List<String> options) implements Step {
  static final String TRANSFORM = "transform";
  static final String AGGREGATE = "aggregate";

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

  @Override
  public void happen(Shop shop) throws IOException {
    requireDone(start(shop), shop);
  }

  void requireDone(RunResult result, Shop shop) throws IOException {
    assertThat(result.exitCode()).as(result.outcome()).isZero();
    shop.requireDone(job);
  }

  RunResult start(Shop shop) throws IOException {
    return shop.workspace().run(job, options.toArray(String[]::new));
  }

  @Override
  public String toString() {
    return (job + " " + String.join(" ", options)).strip();
  }
}
