// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.text.OneLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The right to write, held by one run at a time: an operating system's lock on a file, which ends
 * with the process however it ends. On a file system that isn't local there is no such lock, and a
 * lease excludes no one: there the change log's create-if-absent decides who publishes.
 */
public final class Lease implements AutoCloseable {
  private static final Logger log = LogManager.getLogger(Lease.class);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final Closeable held;

  private Lease(Closeable held) {
    this.held = held;
  }

  /**
   * Takes the lease, or waits for it, or throws the problem (busy) that names its holder.
   *
   * @param folder the pipeline's folder for leases
   * @param name what it guards: {@code writer}, or a job that has a lease of its own
   * @param wait how long to wait for another holder; zero is not at all
   */
  public static Lease acquire(
      Storage storage,
      Path folder,
      String name,
      String job,
      String runId,
      Duration wait,
      StopSignal stop) {
    Optional<java.nio.file.Path> local = storage.local(folder);
    if (local.isEmpty()) {
      log.info("No {} lease in {}: the change log decides who publishes", name, folder);
      return new Lease(() -> {});
    }
    try {
      LeaseFiles files = LeaseFiles.in(local.get(), name);
      LeaseHolder self = LeaseHolder.thisProcess(job, runId);
      FileChannel channel = lock(files, self, name, wait, stop);
      return new Lease(() -> files.unlock(channel));
    } catch (IOException e) {
      throw Problem.failed(
              "Cannot take the %s lease in %s: %s; check that --data names a folder that can be written"
                  .formatted(name, local.get(), OneLine.of(String.valueOf(e.getMessage()))))
          .causedBy(e);
    }
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    try {
      held.close();
    } catch (IOException e) {
      // The lock ends with the process anyway, and the run's outcome remains.
      log.warn("Cannot give back the lease", e);
    }
  }

  private static FileChannel lock(
      LeaseFiles files, LeaseHolder self, String name, Duration wait, StopSignal stop)
      throws IOException {
    long start = System.nanoTime();
    Optional<FileChannel> channel = files.lock(self);
    if (channel.isEmpty() && !wait.isZero()) {
      log.info("Waiting for the {} lease, held by {}", name, shown(files.holder()));
    }
    while (channel.isEmpty()) {
      if (System.nanoTime() - start >= wait.toNanos()) {
        throw refused(self, name, files.holder());
      }
      pause();
      stop.check();
      channel = files.lock(self);
    }
    return channel.get();
  }

  /**
   * Somebody else holds it. To kill a holder is harmless at any time, and may be all that helps.
   */
  private static Problem refused(LeaseHolder self, String name, Optional<LeaseHolder> holder) {
    String refused =
        "Cannot start %s: %s holds the %s lease".formatted(self.job(), shown(holder), name);
    String remedy = "; wait for it to end, or let --wait DURATION do so";
    if (holder.isEmpty()) {
      return Problem.busy(refused + remedy);
    }
    String kill = "kill -9 " + holder.get().pid();
    return holder.get().isStopped()
        ? new Problem(
            Outcome.BUSY,
            "%s, and its process is stopped; end it with %s, which loses nothing, or let it go on with kill -CONT %d"
                .formatted(refused, kill, holder.get().pid()),
            kill + ", then rerun the same command")
        : new Problem(
            Outcome.BUSY,
            refused + remedy,
            "wait for the other run to end, then rerun the same command; end one that hangs with %s on %s"
                .formatted(kill, holder.get().host()));
  }

  private static String shown(Optional<LeaseHolder> holder) {
    return holder.map(LeaseHolder::shown).orElse("another process");
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_INTERVAL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("Stopped while waiting for a lease; rerun the same command").causedBy(e);
    }
  }
}
