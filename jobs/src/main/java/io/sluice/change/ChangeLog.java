// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.problem.Problem;
import io.sluice.run.FormatVersion;
import io.sluice.run.RunContext;
import io.sluice.storage.NumberedFiles;
import io.sluice.storage.Storage;
import io.sluice.table.DeltaCommitLog;
import io.sluice.table.TableChange;
import io.sluice.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * A pipeline's change log: what is recorded in it is published, what is not never happened. At most
 * its last change can be unapplied, because everyone rolls that forward before doing anything else.
 */
public final class ChangeLog {
  private static final Logger log = LogManager.getLogger(ChangeLog.class);

  private final Storage storage;
  private final NumberedFiles records;
  private final Path tables;
  private final String pipeline;
  private Optional<Change> head = Optional.empty();

  /** The log's end for this run: the end that it found first, or its own last record. */
  private OptionalLong known = OptionalLong.empty();

  /**
   * End of the log.
   *
   * @param number the last change's number, 0 for an empty log
   */
  public record Position(long number, LogState state) {}

  /**
   * @param changes the folder of the records
   * @param tables the folder of the tables that they change
   */
  public ChangeLog(Storage storage, Path changes, Path tables, String pipeline) {
    this.storage = storage;
    this.records = new NumberedFiles(storage, changes);
    this.tables = tables;
    this.pipeline = pipeline;
  }

  /** The log of a run's pipeline. */
  public static ChangeLog of(RunContext context) {
    return new ChangeLog(
        context.storage(),
        context.data().changes(),
        context.data().tables(),
        context.pipeline().name());
  }

  public NumberedFiles records() {
    return records;
  }

  /**
   * The last change, if there is one. The folder is listed once: records never change, so that
   * later only what comes after the last one that is known has to be looked for.
   */
  public Optional<Change> head() {
    long last = head.map(Change::number).orElseGet(this::last);
    while (records.has(last + 1)) {
      last++;
    }
    if (last > 0 && head.map(Change::number).orElse(0L) != last) {
      head = Optional.of(read(last));
    }
    if (known.isEmpty()) {
      known = OptionalLong.of(last);
    }
    return head;
  }

  private long last() {
    List<Long> numbers = records.numbers();
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != i + 1) {
        throw unsafe("its record %s is missing".formatted(NumberedFiles.name(i + 1)));
      }
    }
    return numbers.size();
  }

  /**
   * @throws Problem UNSAFE where the record can't be read
   */
  public Change read(long number) {
    try {
      return parse(number);
    } catch (IllegalArgumentException e) {
      throw unsafe("its record %s can't be read".formatted(NumberedFiles.name(number))).causedBy(e);
    }
  }

  /**
   * @throws IllegalArgumentException where the record isn't whole
   * @throws Problem UNSAFE where only a newer version of Sluice can read it
   */
  Change parse(long number) {
    try {
      Change change = ChangeJson.read(records.read(number));
      if (change.number() != number) {
        throw new IllegalArgumentException("it says that it is number " + change.number());
      }
      return change;
    } catch (FormatVersion.Newer e) {
      throw e.problem(
          "record %s of the change log of %s".formatted(NumberedFiles.name(number), pipeline));
    }
  }

  /** Numbers of the changes after one, up to another, in a loop that tells how many are read. */
  public Iterable<Long> numbers(long after, long last) {
    return records.each(LongStream.rangeClosed(after + 1, last).boxed().toList());
  }

  /** End of the log, without asking whether its tables agree. */
  public Position position() {
    return head()
        .map(change -> new Position(change.number(), change.state()))
        .orElse(new Position(0, LogState.EMPTY));
  }

  /** Number of the last change that changed any table, 0 for none: exports change none. */
  public long lastOfTables() {
    long number = position().number();
    while (number > 0 && read(number).tables().isEmpty()) {
      number--;
    }
    return number;
  }

  /**
   * Compares the tables' commit files with the log, without Spark.
   *
   * @return the change that is recorded and not fully applied, if there is one
   * @throws Problem UNSAFE where a table is behind or ahead of the log, or gone
   */
  public Optional<Change> unapplied() {
    Optional<Change> head = head();
    return unlessOvertaken(() -> unapplied(head));
  }

  private Optional<Change> unapplied(Optional<Change> head) {
    if (head.isEmpty()) {
      requireNoTables();
      return Optional.empty();
    }
    requireNoOthers(head.get().state());
    boolean applied = true;
    for (Map.Entry<String, Long> expected : head.get().state().versions().entrySet()) {
      applied &= isApplied(head.get(), expected.getKey(), expected.getValue());
    }
    return applied ? Optional.empty() : head;
  }

  /** Applies what is recorded and not fully applied; does nothing to tables that have it. */
  public void rollForward(Tables to) {
    unapplied()
        .ifPresent(
            change -> {
              log.info("rolling forward change {} of run {}", change.number(), change.runId());
              apply(change, to);
            });
  }

  /**
   * Records a change: from here on it is published, even if the process is killed.
   *
   * @throws Problem BUSY where another run has recorded anything since this one first looked at the
   *     log: what the change is made of may be something else by now
   */
  public void record(Change change) {
    long next = known.orElse(change.number() - 1) + 1;
    if (change.number() != next
        || !records.createIfAbsent(change.number(), ChangeJson.write(change))) {
      throw overtaken(next);
    }
    known = OptionalLong.of(next);
  }

  /**
   * Does work that needs things to stay as they are. Where no lock is shared, a run that was frozen
   * may find that another has gone on without it, and moved files away: then that is the reason.
   *
   * @throws Problem BUSY where the work fails, and another run has recorded anything since this one
   *     first looked at the log
   */
  public <T> T unlessOvertaken(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) { // Spark throws what Java can't foresee
      if (known.isPresent() && records.has(known.getAsLong() + 1)) {
        throw overtaken(known.getAsLong() + 1).causedBy(e);
      }
      throw e;
    }
  }

  /** Commits a recorded change to its tables. */
  public void apply(Change change, Tables to) {
    for (TableChange table : change.tables()) {
      to.table(table.relation()).commit(table, pipeline, change.number());
    }
  }

  private boolean isApplied(Change head, String relation, long version) {
    DeltaCommitLog commits = new DeltaCommitLog(storage, new Path(tables, relation));
    boolean changedByHead = head.to(relation).isPresent();
    if (!commits.has(version)) {
      if (changedByHead && (version == 0 ? !commits.has(0) : commits.has(version - 1))) {
        return false;
      }
      throw unsafe(
          "table %s is at an older version than %d, which change %d needs"
              .formatted(relation, version, head.number()));
    }
    Optional<Long> madeBy = commits.transaction(version, pipeline);
    if (madeBy.isEmpty() || (changedByHead && madeBy.get() != head.number())) {
      throw unsafe("version %d of table %s was not made by this log".formatted(version, relation));
    }
    if (!commits.reach(version)) {
      throw unsafe("table %s lacks a version before %d".formatted(relation, version));
    }
    if (!head.to(relation).stream().allMatch(commits::holds)) {
      throw unsafe(
          "version %d of table %s is not what change %d recorded"
              .formatted(version, relation, head.number()));
    }
    for (long later = version + 1; commits.has(later); later++) {
      if (commits.changesData(later) || isUnrecorded(commits, later, head.number())) {
        throw unsafe(
            "table %s has a version %d that no change explains; somebody else wrote to it"
                .formatted(relation, later));
      }
    }
    return true;
  }

  /** Says whether a change whose record is lost made a version; the next change has its number. */
  private boolean isUnrecorded(DeltaCommitLog commits, long version, long last) {
    return commits.transaction(version, pipeline).filter(number -> number > last).isPresent();
  }

  /** Fails where a table was made by a change whose record is lost. */
  private void requireNoOthers(LogState state) {
    for (FileStatus entry : storage.list(tables)) {
      String relation = entry.getPath().getName();
      DeltaCommitLog commits = new DeltaCommitLog(storage, entry.getPath());
      if (state.version(relation).isEmpty()
          && commits.has(0)
          && commits.transaction(0, pipeline).isPresent()) {
        throw unsafe("table %s is there, but no change made it".formatted(relation));
      }
    }
  }

  private void requireNoTables() {
    storage.list(tables).stream()
        .map(entry -> entry.getPath().getName())
        .filter(relation -> new DeltaCommitLog(storage, new Path(tables, relation)).has(0))
        .findFirst()
        .ifPresent(
            relation -> {
              throw unsafe("the log is empty, but table %s is there".formatted(relation));
            });
  }

  private Problem overtaken(long number) {
    return Problem.busy(
        "Cannot record change %d of %s: another run overtook this one and has recorded it; nothing that this one had prepared is published"
            .formatted(number, pipeline));
  }

  private Problem unsafe(String why) {
    return Problem.unsafe(
        "Cannot trust the change log of %s: %s".formatted(pipeline, why),
        "./sluice doctor --pipeline " + pipeline);
  }
}
