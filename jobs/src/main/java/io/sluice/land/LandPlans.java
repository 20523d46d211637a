// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.problem.Problem;
import io.sluice.run.FormatVersion;
import io.sluice.run.RunContext;
import io.sluice.storage.NumberedFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The plans of what has landed, {@code checkpoints/land-plans/000042.json}. */
public record LandPlans(NumberedFiles files, String pipeline) {
  /** The plans of a run's pipeline. */
  public static LandPlans of(RunContext context) {
    return new LandPlans(
        new NumberedFiles(context.storage(), context.data().checkpoint("land-plans")),
        context.pipeline().name());
  }

  /** The number of the last one, 0 for none. */
  long lastNumber() {
    List<Long> numbers = files.numbers();
    return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
  }

  /**
   * The last plan, if there is one.
   *
   * @throws Problem UNSAFE where it can't be read
   */
  public Optional<LandPlan> last() {
    long number = lastNumber();
    return number == 0 ? Optional.empty() : Optional.of(read(number));
  }

  private LandPlan read(long number) {
    try {
      return LandPlan.parse(files.read(number));
    } catch (FormatVersion.Newer e) {
      throw e.problem("plan %s of %s".formatted(files.path(number).getName(), pipeline));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw Problem.unsafe(
              "Cannot read the plan %s, which says how far %s has landed: %s"
                  .formatted(files.path(number), pipeline, e.getMessage()),
              "move the folder %s away: the names of files that have landed say how far that is"
                  .formatted(files.folder()))
          .causedBy(e);
    }
  }

  /**
   * Plans that are no longer needed: all but the last, once they are old. Those stay that say what
   * was skipped, and why.
   *
   * @param before when they were written at the latest
   */
  public List<Path> expired(Instant before) {
    List<Path> expired = new ArrayList<>();
    long last = lastNumber();
    for (long number : files.numbers()) {
      boolean isOld =
          number < last
              && files
                  .storage()
                  .entry(files.path(number))
                  .filter(entry -> entry.modifiedAt().isBefore(before))
                  .isPresent();
      if (isOld && hasSkippedNothing(number)) {
        expired.add(files.path(number));
      }
    }
    return expired;
  }

  private boolean hasSkippedNothing(long number) {
    try {
      return read(number).lost().isEmpty();
    } catch (Problem e) {
      return false; // who can tell
    }
  }

  /**
   * Writes a plan under a number that is free.
   *
   * @throws Problem BUSY where another run has written one
   */
  void write(long number, LandPlan plan) {
    if (!files.createIfAbsent(number, plan.json())) {
      throw Problem.busy(
          "Cannot land messages for %s: another run lands them as well".formatted(pipeline));
    }
  }
}
