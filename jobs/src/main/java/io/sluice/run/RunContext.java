// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.pipeline.Pipeline;
import io.sluice.progress.Progress;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import io.sluice.text.OneLine;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Context that a job is given: plain values, and where it reports. */
public record RunContext(
    Report report, Pipeline pipeline, DataFolder data, ProcessContext surroundings) {
  /** The same run's context for a job within this one, which has a report of its own. */
  public RunContext within(Report inner) {
    inner.sqlHash(pipeline.sqlHash());
    return new RunContext(inner, pipeline, data, surroundings);
  }

  public String job() {
    return report.job();
  }

  public String runId() {
    return report.runId();
  }

  public Storage storage() {
    return surroundings.storage();
  }

  public StopSignal stop() {
    return surroundings.stop();
  }

  /**
   * Says what the run is about to do, on stdout and in the report. Called exactly once, before any
   * work.
   *
   * @param verdict such as {@code RUN}
   * @param detail such as {@code 12 files in 1 batch}; may be empty
   */
  public void verdict(String verdict, String detail) {
    report.verdict(verdict, detail);
    surroundings.out().println(OneLine.of(verdict + " " + detail));
  }

  /**
   * Says what the run does from now on: an unforeseen failure names it.
   *
   * @param activity in the past tense, such as {@code computed %s}
   */
  public void doing(String activity, Object... values) {
    String shown = OneLine.of(activity.formatted(values));
    report.doing(shown);
    progress().begin(shown);
  }

  /**
   * Says how much of what the run does is done, where it knows better than by Spark's tasks.
   *
   * @param unit what one of all is called, such as {@code file}
   */
  public void done(long done, long all, String unit) {
    progress().done(done, all, unit);
  }

  /**
   * Says of how many steps the work consists.
   *
   * @param unit what a step is called, such as {@code case}
   */
  public void steps(long all, String unit) {
    progress().steps(all, unit);
  }

  /**
   * Goes over things once, in a loop that tells how far it is.
   *
   * @param unit what one of them is called, such as {@code file}
   * @param how what becomes of them, such as {@code moved}
   */
  public <T> Iterable<T> each(Collection<T> all, String unit, String how) {
    return progress().each(all, unit, how);
  }

  /** Says that one of the steps is done. */
  public void stepDone() {
    progress().stepDone();
  }

  /** What the log tells of how far the run is. */
  public Progress progress() {
    return surroundings.progress();
  }

  /** User and host that run it, such as {@code anna@host}. */
  public String startedBy() {
    return System.getProperty("user.name") + "@" + LeaseHolder.hostName();
  }

  /** Puts lines out that a person has asked for, as they are indented. */
  public void show(List<String> lines) {
    lines.forEach(line -> surroundings.out().println(Escaped.escaped(line)));
  }

  /** Puts text out as it is, for a program to read. */
  public void print(String text) {
    surroundings.out().print(text);
    surroundings.out().flush();
  }

  /** Run that writes, as far as can be seen without asking for the lease. */
  public Optional<String> writer() {
    return storage().local(data.leases()).flatMap(folder -> LeaseHolder.alive(folder, "writer"));
  }

  /** Takes a lease for this run, or throws the problem (busy) that names its holder. */
  public Lease lease(String name, Duration wait) {
    return Lease.acquire(storage(), data.leases(), name, job(), runId(), wait, stop());
  }
}
