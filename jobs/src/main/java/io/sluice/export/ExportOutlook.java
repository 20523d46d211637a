// SPDX-License-Identifier: Apache-2.0
package io.sluice.export;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.ConsumerKey;
import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.change.Verdict;
import io.sluice.fit.ExportColumns;
import io.sluice.history.Backlog;
import io.sluice.history.RelationHistory;
import io.sluice.pipeline.Export;
import io.sluice.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Outlook on a run of exports, found out from the change log alone: no target is asked.
 *
 * @param unapplied a change that is recorded and not fully applied
 * @param exports what each lacks, by name
 */
public record ExportOutlook(Optional<Change> unapplied, LogState state, List<Lacking> exports) {
  public ExportOutlook {
    exports = List.copyOf(exports);
  }

  /**
   * An export and what its target lacks.
   *
   * @param covers the last change that it has, 0 where it has none
   */
  public record Lacking(Export export, long covers, Backlog backlog) {}

  /**
   * @param exports those to look at
   * @param again whether everything is to be sent anew
   * @throws io.sluice.problem.Problem INVALID where a variable of the environment isn't set
   */
  public static ExportOutlook of(
      Pipeline pipeline,
      ChangeLog changes,
      Optional<Change> unapplied,
      List<Export> exports,
      boolean again) {
    LogState state = changes.position().state();
    List<Lacking> lacking = new ArrayList<>();
    for (Export export : exports) {
      lacking.add(lacking(pipeline, changes, state, export, again));
    }
    return new ExportOutlook(unapplied, state, lacking);
  }

  /**
   * What one export lacks.
   *
   * @throws io.sluice.problem.Problem INVALID where a variable of the environment isn't set
   */
  public static Lacking lacking(
      Pipeline pipeline, ChangeLog changes, LogState state, Export export, boolean again) {
    Optional<ConsumerProgress> progress = state.progress(ConsumerKey.export(export.name()));
    String definition = export.definition();
    long covers = progress.map(ConsumerProgress::change).orElse(0L);
    Optional<Long> version = state.version(export.relation());
    Backlog backlog;
    if (version.isEmpty()) {
      backlog = Backlog.UNPUBLISHED;
    } else if (again) {
      backlog = Backlog.everything("asked for");
    } else if (progress.isEmpty()) {
      backlog = Backlog.everything("never sent");
    } else if (!progress.get().sqlHash().equals(definition)) {
      backlog = Backlog.everything("it is defined in another way");
    } else if (progress.get().version() == version.get()) {
      backlog = Backlog.NOTHING;
    } else {
      backlog = history(pipeline, changes, export).since(covers);
    }
    return new Lacking(export, covers, backlog);
  }

  /** History of the relation that an export sends. */
  static RelationHistory history(Pipeline pipeline, ChangeLog changes, Export export) {
    boolean isByDate = new ExportColumns(pipeline, export).dateColumn().isPresent();
    return new RelationHistory(pipeline, changes, export.relation(), isByDate);
  }

  /** The exports that have something to send. */
  List<Lacking> due() {
    return exports.stream().filter(each -> each.backlog().isDue()).toList();
  }

  public Verdict verdict() {
    String due =
        due().stream()
            .map(each -> "%s: %s".formatted(each.export().name(), each.backlog()))
            .collect(Collectors.joining("; "));
    if (unapplied.isPresent()) {
      return new Verdict(
          "RESUME", Verdict.unapplied(unapplied.get()) + (due.isEmpty() ? "" : ", then " + due));
    }
    return due.isEmpty() ? new Verdict("NO-OP", nothing()) : new Verdict("RUN", due);
  }

  private String nothing() {
    String unpublished =
        exports.stream()
            .filter(each -> each.backlog().extent() == Backlog.Extent.UNPUBLISHED)
            .map(each -> each.export().relation())
            .distinct()
            .collect(Collectors.joining(", "));
    if (exports.isEmpty()) {
      return "there are no exports";
    }
    return unpublished.isEmpty()
        ? "every target has what is published"
        : "not published yet: " + unpublished;
  }
}
