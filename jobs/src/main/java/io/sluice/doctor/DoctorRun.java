// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.change.LogState;
import io.sluice.intake.DeliveryNotes;
import io.sluice.pipeline.KafkaOptions;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies that change log, tables, delivery notes, checkpoints and raw files agree, and shows in
 * plain words what doesn't. A repair mends what can be mended without guessing, one thing after the
 * other: it moves things aside and commits recorded changes again, and never deletes. The caller
 * holds the pipeline's lease, so that nothing is seen while a run is changing it.
 *
 * @param repairs whether to mend what can be mended
 */
public record DoctorRun(RunContext context, boolean repairs) {

  /**
   * @throws Problem UNSAFE where something disagrees, and still does after a repair
   */
  public Outcome run() {
    context.verdict(
        "RUN",
        "look at change log, tables, delivery notes, checkpoints and raw files"
            + (repairs ? ", and mend what can be mended" : ""));
    AsideFolder aside = AsideFolder.of(context);
    List<Finding> findings = look(aside);
    show(findings);
    List<Finding> mended = repairs ? mend(findings, aside) : List.of();
    if (!mended.isEmpty()) {
      context.show(mended.stream().map(each -> "mended " + each.name()).toList());
      findings = look(aside);
      show(findings);
    }
    requireNone(findings.stream().filter(finding -> !finding.isWarning()).toList());
    String done = mended.isEmpty() ? "" : Counted.of(mended.size(), "thing") + " mended; ";
    String with = findings.isEmpty() ? "" : ", with " + Counted.of(findings.size(), "warning");
    context.report().message(done + "all agrees" + with);
    return Outcome.SUCCEEDED;
  }

  /** Mends one thing after the other: what is mended may be what others came from. */
  private List<Finding> mend(List<Finding> findings, AsideFolder aside) {
    List<Finding> mended = new ArrayList<>();
    Optional<Finding> next = mendable(findings);
    while (next.isPresent() && mended.stream().noneMatch(next.get()::isStill)) {
      context.doing("mended %s", next.get().name());
      next.get().repair().orElseThrow().run();
      mended.add(next.get());
      next = mendable(look(aside));
    }
    next.ifPresent(stuck -> mended.removeIf(stuck::isStill));
    return mended;
  }

  /**
   * Finds what disagrees. While log and tables do, nothing else is looked at: it follows from them.
   */
  private List<Finding> look(AsideFolder aside) {
    context.doing("compared log, tables and files");
    DoctorView looked = DoctorView.of(context, aside);
    LogState state = looked.state();
    NotesDoctor notes = NotesDoctor.of(looked);
    List<Finding> findings = new ArrayList<>(new LogDoctor(looked, looked.records()).look());
    context.steps(state.versions().size(), "table");
    state
        .versions()
        .forEach(
            (relation, version) -> {
              findings.addAll(new TableDoctor(looked, relation, version).look());
              context.stepDone();
            });
    if (findings.isEmpty()) {
      state
          .versions()
          .keySet()
          .forEach(relation -> findings.addAll(new ColumnsDoctor(looked, relation).look()));
    }
    if (!findings.isEmpty()) {
      return findings;
    }
    addUnexplained(findings, looked);
    findings.addAll(notes.look());
    findings.addAll(
        new CheckpointDoctor(looked, "transform", DeliveryNotes.of(context).files()).look());
    findings.addAll(new CheckpointDoctor(looked, "aggregate", looked.changes().records()).look());
    state
        .progress()
        .forEach(
            (consumer, progress) ->
                progress.stream()
                    .ifPresent(
                        position ->
                            findings.addAll(new StreamDoctor(looked, consumer, position).look())));
    if (looked.pipeline().source().options() instanceof KafkaOptions) {
      findings.addAll(new LandDoctor(looked).look());
    }
    if (state.version(Relations.FILES).isPresent()) {
      context.doing("looked for the files that were consumed");
      findings.addAll(new RawFilesDoctor(looked).look());
    }
    return findings;
  }

  /** Adds what every run checks before it starts. */
  private void addUnexplained(List<Finding> findings, DoctorView looked) {
    try {
      looked.changes().unapplied();
    } catch (Problem e) {
      findings.add(Finding.fault("changes", e.getMessage(), "no job goes on", Finding.BACKUP));
    }
  }

  private static Optional<Finding> mendable(List<Finding> findings) {
    return findings.stream().filter(finding -> finding.repair().isPresent()).findFirst();
  }

  private void show(List<Finding> findings) {
    context.show(findings.stream().map(Finding::line).toList());
  }

  private void requireNone(List<Finding> faults) {
    if (faults.isEmpty()) {
      return;
    }
    String name = context.pipeline().name();
    String count = Counted.of(faults.size(), "fault");
    String first = Escaped.escaped(faults.get(0).name());
    throw Problem.unsafe(
        "Cannot call %s sound: %s, such as %s".formatted(name, count, first),
        mendable(faults).isPresent() && !repairs
            ? "./sluice doctor --pipeline %s --repair".formatted(name)
            : faults.get(0).remedy());
  }
}
