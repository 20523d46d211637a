// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import static org.apache.spark.sql.functions.lit;

import io.sluice.change.Decision;
import io.sluice.change.DecisionKind;
import io.sluice.intake.Landing;
import io.sluice.intake.NotedFile;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.text.Escaped;
import io.sluice.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides that files are fine although they are not what was noted: what is there now is taken, or,
 * with {@code missing}, that nothing does. The caller holds the pipeline's lease.
 */
public record FilesAccept(FileDecisions files, Glob glob) {
  private static final String VERB = "accept";

  /** Takes what is in the place of files that changed, or that were given up. */
  public Outcome changed() {
    List<NotedFile> noted = files.noted(glob);
    List<Landing.Changed> changed = files.changed(glob);
    List<Decision> decisions = new ArrayList<>();
    noted.stream()
        .filter(file -> file.isChanged() || (file.isGivenUp() && file.lying().isPresent()))
        .forEach(file -> decisions.add(files.about(file, DecisionKind.ACCEPT)));
    changed.forEach(file -> decisions.add(files.about(file, DecisionKind.ACCEPT)));
    if (!decisions.isEmpty()) {
      return files.decide(VERB, decisions);
    }
    List<NotedFile> before =
        noted.stream()
            .filter(file -> file.lying().isPresent() && file.decision().isPresent())
            .toList();
    if (!before.isEmpty()) {
      return files.nothingToDecide(VERB, before.size());
    }
    Optional<NotedFile> gone =
        noted.stream().filter(file -> file.lying().isEmpty() && !file.isGivenUp()).findFirst();
    if (gone.isPresent()) {
      String name = Escaped.argument(gone.get().noted().path());
      throw Problem.invalid(
          "Cannot accept %s: it is gone; to do without it, write files accept %s --missing"
              .formatted(Escaped.escaped(gone.get().noted().path()), name));
    }
    List<NotedFile> others = files.noted().stream().filter(NotedFile::isChanged).toList();
    throw files.noMatch(VERB, glob, "changed file", others, List.of());
  }

  /** Does without files that are gone. */
  public Outcome missing() {
    List<Decision> decisions = new ArrayList<>();
    int before = 0;
    for (NotedFile file : files.noted(glob)) {
      if (file.lying().isEmpty() && file.isGivenUp()) {
        before++;
      } else if (file.lying().isEmpty()) {
        decisions.add(files.about(file, DecisionKind.ACCEPT_MISSING));
      }
    }
    for (ConsumedFile file : files.consumed(glob, lit(true))) {
      if (file.decision().isPresent() && !file.is(DecisionKind.ACCEPT)) {
        before += file.is(DecisionKind.ACCEPT_MISSING) ? 1 : 0;
      } else if (isGone(file)) {
        decisions.add(files.about(file, DecisionKind.ACCEPT_MISSING));
      }
    }
    String verb = "accept as missing";
    if (!decisions.isEmpty()) {
      return files.decide(verb, decisions);
    } else if (before > 0) {
      return files.nothingToDecide(verb, before);
    }
    List<NotedFile> gone = files.noted().stream().filter(each -> each.lying().isEmpty()).toList();
    throw files.noMatch(verb, glob, "file that is gone", gone, List.of());
  }

  /** Returns whether its bytes are lost, regardless of what is in its place. */
  private boolean isGone(ConsumedFile file) {
    return files.landing().raw(file.batch(), file.delivery(), files.archives()).isEmpty();
  }
}
