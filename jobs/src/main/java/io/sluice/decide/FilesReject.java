// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import io.sluice.change.Decision;
import io.sluice.change.DecisionKind;
import io.sluice.intake.Landing;
import io.sluice.intake.NotedFile;
import io.sluice.problem.Outcome;
import io.sluice.text.Glob;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides that files are not wanted: those of batches that are not published yet, whose others then
 * go through; rejected ones, which then count as settled; and, where nothing is archived, the other
 * content of consumed ones. The caller holds the pipeline's lease.
 */
public record FilesReject(FileDecisions files, Glob glob) {
  private static final String VERB = "reject";
  private static final Glob ALL = new Glob("*");

  public Outcome run() {
    List<NotedFile> noted = files.noted(glob);
    List<ConsumedFile> consumed = files.consumed(glob, ConsumedFile.isRejected());
    List<Landing.Changed> changed = files.changed(glob);
    if (noted.isEmpty() && consumed.isEmpty() && changed.isEmpty()) {
      List<ConsumedFile> others = files.consumed(ALL, ConsumedFile.isRejected());
      String what = "noted, rejected or changed file";
      throw files.noMatch(VERB, glob, what, files.noted(), others);
    }
    List<Decision> decisions = new ArrayList<>();
    noted.stream()
        .filter(file -> !file.isRejected())
        .forEach(file -> decisions.add(files.about(file, DecisionKind.REJECT)));
    consumed.stream()
        .filter(file -> !file.is(DecisionKind.REJECT) && !file.is(DecisionKind.RETRY))
        .forEach(file -> decisions.add(files.about(file, DecisionKind.REJECT)));
    changed.forEach(file -> decisions.add(files.about(file, DecisionKind.REJECT)));
    return decisions.isEmpty()
        ? files.nothingToDecide(VERB, noted.size() + consumed.size())
        : files.decide(VERB, decisions);
  }
}
