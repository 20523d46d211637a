// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.export.ExportOutlook;
import io.sluice.history.Backlog;
import io.sluice.pipeline.Export;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far an export is.
 *
 * @param outlook empty where that can't be told
 * @param problem why it can't
 */
record ExportStanding(
    Export export, Optional<ExportOutlook.Lacking> outlook, Optional<Problem> problem) {

  static List<ExportStanding> of(Pipeline pipeline, ChangeLog changes, LogState state) {
    List<ExportStanding> standing = new ArrayList<>();
    for (Export export : pipeline.exports()) {
      try {
        standing.add(
            new ExportStanding(
                export,
                Optional.of(ExportOutlook.lacking(pipeline, changes, state, export, false)),
                Optional.empty()));
      } catch (Problem e) {
        standing.add(new ExportStanding(export, Optional.empty(), Optional.of(e)));
      }
    }
    return standing;
  }

  /** What it lacks; empty where it is up to date, or that is unknown. */
  Optional<Backlog> backlog() {
    return outlook.map(ExportOutlook.Lacking::backlog).filter(Backlog::isDue);
  }

  /** The same in words, or why it is unknown. */
  Optional<String> behind() {
    return problem
        .map(why -> "%s: not known: %s".formatted(export.name(), Escaped.escaped(why.getMessage())))
        .or(() -> backlog().map(lacks -> "%s lacks %s".formatted(export.name(), lacks)));
  }
}
