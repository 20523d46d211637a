// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import io.sluice.land.LandPlans;
import io.sluice.run.DataFolder;
import io.sluice.run.ReportFiles;
import io.sluice.run.RunContext;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import io.sluice.text.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * Files outside of the tables that are of no use any more: old reports, plans that have expired,
 * plans of what has landed long ago, old contents of references, and what kills left of files that
 * were to be written at once.
 *
 * @param oldestPlan when the oldest plan was made that has not expired
 */
record ExpiredFiles(
    List<Path> reports,
    List<Path> plans,
    List<Path> landPlans,
    List<Path> references,
    List<Path> temporaries,
    Optional<Instant> oldestPlan) {
  private static final Duration PLANS_KEEP = Duration.ofDays(7);
  private static final Duration LONGEST_WRITE = Duration.ofDays(1);

  /** A temporary file of this project's, or the checksum that Hadoop writes beside it. */
  private static final Pattern TEMPORARY = Pattern.compile("\\..*\\.tmp(\\.crc)?");

  static ExpiredFiles of(RunContext context, Instant now) {
    Storage storage = context.storage();
    DataFolder data = context.data();
    List<Path> expired = new ArrayList<>();
    List<Instant> open = new ArrayList<>();
    for (Entry plan : storage.entries(data.plans())) {
      Path path = new Path(data.plans(), plan.name());
      if (plan.kind() == Entry.Kind.FOLDER) {
        SortedSet<Instant> times = new TreeSet<>(Set.of(plan.modifiedAt()));
        storage.entries(path).forEach(entry -> times.add(entry.modifiedAt()));
        if (times.last().isBefore(now.minus(PLANS_KEEP))) {
          expired.add(path);
        } else {
          open.add(times.first());
        }
      }
    }
    List<Path> temporaries = new ArrayList<>();
    for (Path folder :
        List.of(
            data.batches(),
            data.changes(),
            data.runs(),
            data.leases(),
            data.checkpoint("maintain"))) {
      storage.names(folder).stream()
          .filter(TEMPORARY.asMatchPredicate())
          .map(name -> new Path(folder, name))
          .filter(path -> isFileBefore(storage.entry(path), now.minus(LONGEST_WRITE)))
          .forEach(temporaries::add);
    }
    return new ExpiredFiles(
        new ReportFiles(storage, data).before(now.minus(context.pipeline().runsKeep())),
        expired,
        LandPlans.of(context).expired(now.minus(PLANS_KEEP)),
        ExpiredReferences.of(context, now),
        temporaries,
        open.stream().min(Comparator.naturalOrder()));
  }

  private static boolean isFileBefore(Optional<Entry> entry, Instant time) {
    return entry
        .filter(found -> found.kind() == Entry.Kind.FILE)
        .filter(found -> found.modifiedAt().isBefore(time))
        .isPresent();
  }

  boolean isEmpty() {
    return Stream.of(reports, plans, landPlans, references, temporaries).allMatch(List::isEmpty);
  }

  void drop(Storage storage) {
    reports.forEach(storage::delete);
    plans.forEach(storage::deleteFolder);
    landPlans.forEach(storage::delete);
    references.forEach(storage::deleteFolder);
    temporaries.forEach(storage::delete);
  }

  /** Text such as "2 reports, 1 plan"; empty where there is nothing. */
  String shown() {
    List<String> parts = new ArrayList<>();
    add(parts, reports.size(), "report");
    add(parts, plans.size(), "plan");
    add(parts, landPlans.size(), "plan of land");
    add(parts, references.size(), "kept reference");
    add(parts, temporaries.size(), "temporary file");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String noun) {
    if (count > 0) {
      parts.add(Counted.of(count, noun));
    }
  }
}
