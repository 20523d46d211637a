// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import io.sluice.change.Decision;
import io.sluice.change.DecisionKind;
import io.sluice.intake.Delivery;
import io.sluice.intake.Landing;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import io.sluice.text.Glob;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides that rejected files are to be taken in once more, each as a batch of its own: they go
 * back from the archive to {@code landing/}. It is decided first and moved after, so that the next
 * run can finish it. The caller holds the pipeline's lease.
 *
 * @param glob which; empty for all that are not settled
 */
public record FilesRetry(FileDecisions files, Optional<Glob> glob) {
  private static final String VERB = "retry";

  public Outcome run() {
    List<ConsumedFile> rejected =
        files.consumed(glob.orElse(new Glob("*")), ConsumedFile.isRejected());
    // Of several with the same name only the newest can be in landing/.
    Map<String, ConsumedFile> wanted = new TreeMap<>();
    rejected.stream()
        .filter(file -> glob.isPresent() ? !file.is(DecisionKind.RETRY) : file.decision().isEmpty())
        .forEach(file -> wanted.put(file.delivery().path(), file));
    List<Decision> decisions =
        wanted.values().stream().map(file -> files.about(file, DecisionKind.RETRY)).toList();
    if (decisions.isEmpty()) {
      return restoreOrGiveUp(rejected);
    }
    requireRetriable(wanted.values());
    Outcome outcome = files.decide(VERB, decisions);
    decisions.forEach(this::restore);
    return outcome;
  }

  /** Finishes what a killed retry left, if there is anything. */
  private Outcome restoreOrGiveUp(List<ConsumedFile> rejected) {
    List<Decision> unfinished =
        files.state().decisions().stream()
            .filter(
                decision ->
                    decision.is(DecisionKind.RETRY, Decision.Scope.LANDING)
                        && files.landing().archived(decision.batch(), decision.path()).isPresent())
            .toList();
    if (!unfinished.isEmpty()) {
      files.context().verdict("RESUME", VERB + " " + Counted.of(unfinished.size(), "file"));
      unfinished.forEach(this::restore);
      return Outcome.SUCCEEDED;
    } else if (!rejected.isEmpty()) {
      return files.nothingToDecide(VERB, rejected.size());
    } else if (glob.isEmpty()) {
      files.context().verdict("NO-OP", "no file is rejected");
      return Outcome.NOTHING_TO_DO;
    }
    List<ConsumedFile> others = files.consumed(new Glob("*"), ConsumedFile.isRejected());
    throw files.noMatch(VERB, glob.get(), "rejected file", List.of(), others);
  }

  private void restore(Decision decision) {
    if (files.archives()) {
      files.landing().restore(decision.batch(), Delivery.of(decision.path(), decision.noted()));
    }
  }

  private void requireRetriable(Collection<ConsumedFile> wanted) {
    List<String> open =
        files.noted().stream()
            .filter(file -> !file.isGivenUp())
            .map(file -> file.noted().path())
            .toList();
    for (ConsumedFile file : wanted) {
      Optional<String> hindrance = hindrance(file, open);
      if (hindrance.isPresent()) {
        throw Problem.invalid(
            "Cannot retry %s: %s; nothing was changed"
                .formatted(Escaped.escaped(file.delivery().path()), hindrance.get()));
      }
    }
  }

  private Optional<String> hindrance(ConsumedFile file, List<String> open) {
    Landing landing = files.landing();
    Delivery delivery = file.delivery();
    String path = delivery.path();
    Optional<Delivery> lying = landing.lying(path);
    Optional<Delivery> raw = files.archives() ? landing.archived(file.batch(), path) : lying;
    String place = files.archives() ? "archive/%06d".formatted(file.batch()) : "landing";
    if (open.contains(path)) {
      return Optional.of(
          "a batch that is not published yet has a file of that name; run transform first");
    } else if (raw.isEmpty() && !lying.equals(Optional.of(delivery))) {
      return Optional.of(
          "it is gone from %s/; land it again, or do without it with files accept %s --missing"
              .formatted(place, Escaped.argument(path)));
    } else if (raw.isPresent() && !landing.isThat(raw.get(), delivery)) {
      return Optional.of(
          "the file in %s/ has other content than the one that was rejected; land it under another name"
              .formatted(place));
    } else if (files.archives() && raw.isPresent() && lying.isPresent()) {
      return Optional.of(
          "another file is in its place in landing/; run transform first, or move that one away");
    }
    return Optional.empty();
  }
}
