// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.table.DeltaCommitLog;
import io.sluice.table.LiveFiles;
import io.sluice.table.TableChange;
import io.sluice.text.Escaped;
import io.sluice.text.OneLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;

/**
 * Looks at one table: has it every version that the change log says, each as its change recorded
 * it, no other, and every data file?
 *
 * @param version the one that the log says
 */
record TableDoctor(DoctorView looked, String relation, long version, DeltaCommitLog commits) {
  TableDoctor(DoctorView looked, String relation, long version) {
    this(looked, relation, version, looked.commits(relation));
  }

  List<Finding> look() {
    return foreign().or(this::broken).or(this::ahead).map(List::of).orElseGet(this::damaged);
  }

  private Finding fault(String what, String means, String remedy) {
    return Finding.fault("tables/" + relation, what, means, remedy);
  }

  private Finding mendable(String what, String means, String mended, Runnable repair) {
    return Finding.mendable("tables/" + relation, what, means, mended, repair);
  }

  /** Another pipeline's data in this one's folder. */
  private Optional<Finding> foreign() {
    if (!commits.has(version)) {
      return Optional.empty();
    }
    Map<String, Long> makers = commits.transactions(version);
    return makers.isEmpty() || makers.containsKey(looked.pipeline().name())
        ? Optional.empty()
        : Optional.of(
            fault(
                "it was written by the pipeline "
                    + Escaped.quoted(makers.keySet().iterator().next()),
                "the folder holds another pipeline's data",
                "put that folder back where it belongs, or name the right --data and --pipeline"));
  }

  /** The first version that isn't what the log says. */
  private Optional<Finding> broken() {
    List<Long> lying = commits.versions();
    boolean cleanedUp = !commits.summaries().isEmpty() && !lying.isEmpty();
    List<Long> due = LongStream.rangeClosed(cleanedUp ? lying.get(0) : 0, version).boxed().toList();
    for (long each : looked.context().each(due, "version", "of " + relation + " compared")) {
      Optional<String> wrong = wrong(each);
      if (wrong.isPresent()) {
        return Optional.of(broken(each, wrong.get()));
      }
    }
    return Optional.empty();
  }

  private Optional<String> wrong(long each) {
    Optional<TableChange> recorded = looked.records().maker(relation, each);
    if (!commits.has(each)) {
      return Optional.of("its version %d is missing".formatted(each));
    } else if (recorded.isPresent()
        && (!commits.holds(recorded.get())
            || !commits.isIntact(each)
            || !isMadeBy(each, looked.records().number(relation, each).get()))) {
      return Optional.of(
          "its version %d was cut off or changed, and isn't what change %d recorded"
              .formatted(each, looked.records().number(relation, each).get()));
    } else if (recorded.isEmpty() && looked.records().areWhole() && commits.changesData(each)) {
      return Optional.of("its version %d is none that a change recorded".formatted(each));
    }
    return Optional.empty();
  }

  private boolean isMadeBy(long each, long number) {
    return commits.transaction(each, looked.pipeline().name()).equals(Optional.of(number));
  }

  private Finding broken(long first, String what) {
    Optional<String> hindrance = hindrance(first);
    if (hindrance.isPresent()) {
      String means = "the table is behind the change log, and " + hindrance.get();
      return fault(what, means, Finding.BACKUP);
    }
    boolean isUnfinished = first == version && !commits.has(first);
    return mendable(
        what,
        isUnfinished && looked.records().isNewest(relation, version)
            ? "a run was killed before it had applied change %d".formatted(looked.records().last())
            : "the table is behind the change log",
        "commits it again from the record",
        () -> commitAgain(first));
  }

  /** Reason why the versions from one on can't be committed again; empty where they can. */
  private Optional<String> hindrance(long first) {
    for (long each = first; each <= version; each++) {
      Optional<TableChange> change = looked.records().maker(relation, each);
      if (change.isEmpty()) {
        return Optional.of("no record says what made its version " + each);
      }
      List<Path> missing = commits.missing(change.get());
      if (!missing.isEmpty() && !lost().areMadeAgain()) {
        return Optional.of(
            "%d of its files are gone, such as %s"
                .formatted(missing.size(), looked.named(missing.get(0))));
      }
    }
    return Optional.empty();
  }

  private void commitAgain(long first) {
    looked.setBack(relation, first);
    for (long each = first; each <= version; each++) {
      looked
          .tables()
          .table(relation)
          .commitWithLosses(
              looked.records().maker(relation, each).orElseThrow(),
              looked.pipeline().name(),
              looked.records().number(relation, each).orElseThrow());
    }
  }

  /** A version that another writer made. */
  private Optional<Finding> ahead() {
    return commits.versions().stream()
        .filter(later -> later > version && commits.changesData(later))
        .filter(later -> commits.transaction(later, looked.pipeline().name()).isEmpty())
        .findFirst()
        .map(
            later ->
                mendable(
                    "its version %d was written by somebody else, or cut off".formatted(later),
                    "readers see what the change log doesn't have",
                    "moves what was written aside; the rows of the log's version %d stay"
                        .formatted(version),
                    () -> looked.setBack(relation, later)));
  }

  /** Data files of the newest version that are gone, or aren't what was written. */
  private List<Finding> damaged() {
    List<LiveFiles.Damaged> damaged;
    try {
      looked.tables().forget(relation);
      damaged = looked.tables().currentFiles(relation).damaged(looked.storage());
    } catch (Exception e) { // Delta throws what Java can't foresee
      return List.of(unreadable(e));
    }
    if (damaged.isEmpty()) {
      return List.of();
    }
    LiveFiles.Damaged first = damaged.get(0);
    String damage = first.found().map(size -> damage(size, first.size())).orElse("is gone");
    String what = looked.named(first.path()) + " " + damage;
    return List.of(
        fault(
            damaged.size() == 1 ? what : what + ", and %d more".formatted(damaged.size() - 1),
            "queries that need its rows fail",
            remedy(damaged)));
  }

  private static String damage(long size, long expected) {
    return size == expected
        ? "has another content than was written"
        : "is %d bytes long instead of %d".formatted(size, expected);
  }

  private Finding unreadable(Exception e) {
    String what = "Delta can't read it: " + OneLine.of(String.valueOf(e.getMessage()));
    String means = "nor can anybody else";
    List<Path> checkpoints = commits.summaries();
    List<Long> lying = commits.versions();
    return checkpoints.isEmpty() || lying.isEmpty() || lying.get(0) > 0
        ? fault(what, means, Finding.BACKUP)
        : mendable(
            what,
            means,
            "moves Delta's checkpoints aside, which its commits say as well",
            () -> {
              checkpoints.forEach(looked.aside()::move);
              looked.tables().forget(relation);
            });
  }

  private String remedy(List<LiveFiles.Damaged> damaged) {
    Optional<String> command =
        lost().command(damaged.stream().map(LiveFiles.Damaged::partition).toList());
    String backup = "put the file back from a backup, or ";
    if (lost().isAggregation()) {
      return "compute it again: " + command.orElseThrow();
    }
    return command
        .map(backfill -> backup + "compute its dates again: " + backfill)
        .orElse(backup + "else " + Finding.BACKUP);
  }

  private LostRows lost() {
    return new LostRows(looked.pipeline(), relation);
  }
}
