// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.run.RunContext;
import io.sluice.text.Escaped;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Says in the log what a batch has come through, and how long each step took. */
final class Progress {
  private static final Logger log = LogManager.getLogger(Progress.class);

  private final RunContext context;
  private final long batch;
  private final String name;
  private long last = System.nanoTime();

  private Progress(RunContext context, long batch, String name) {
    this.context = context;
    this.batch = batch;
    this.name = name;
  }

  static Progress of(RunContext context, DeliveryNote note) {
    List<Delivery> files = note.files();
    String first = files.isEmpty() ? "no file" : Escaped.plain(files.get(0).path());
    String which =
        files.size() <= 1 ? first : "%d files, such as %s".formatted(files.size(), first);
    return new Progress(context, note.batch(), "batch %d (%s)".formatted(note.batch(), which));
  }

  /**
   * Begins a step.
   *
   * @param activity a format of the batch, such as {@code audited %s}
   */
  void begin(String activity) {
    context.doing(activity, name);
  }

  /** Ends a step. */
  void done(String step, Object... figures) {
    long now = System.nanoTime();
    log.info(
        "batch {}: {}, {} s", batch, step.formatted(figures), "%.1f".formatted((now - last) / 1e9));
    last = now;
  }
}
