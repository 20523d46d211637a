// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static io.sluice.change.Decision.Scope.LANDING;
import static io.sluice.change.DecisionKind.RETRY;

import io.sluice.change.Change;
import io.sluice.change.ChangeBody;
import io.sluice.change.ChangeLog;
import io.sluice.change.Decision;
import io.sluice.change.LogState;
import io.sluice.change.Verdict;
import io.sluice.fit.RunFit;
import io.sluice.format.SourceFormats;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.DeliveryNotes;
import io.sluice.intake.Landing;
import io.sluice.intake.RawReader;
import io.sluice.problem.Outcome;
import io.sluice.publish.Gate;
import io.sluice.publish.PublishListener;
import io.sluice.publish.PublishReport;
import io.sluice.publish.Publisher;
import io.sluice.reference.PinnedReferences;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.stream.NumberedStream;
import io.sluice.table.Tables;
import io.sluice.text.Escaped;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.SparkSession;

/**
 * One run of the transform: works out the verdict, notes what landed, and publishes every open
 * batch in number order. The caller holds the pipeline's lease.
 */
public final class TransformRun {
  private static final Logger log = LogManager.getLogger(TransformRun.class);

  private final RunContext context;
  private final int filesPerBatch;
  private final Gate gate;
  private final ChangeLog changes;
  private final DeliveryNotes notes;
  private final Landing landing;
  private final PublishReport written;

  public TransformRun(RunContext context, int filesPerBatch, Gate gate) {
    this.context = context;
    this.filesPerBatch = filesPerBatch;
    this.gate = gate;
    this.changes = ChangeLog.of(context);
    this.notes = DeliveryNotes.of(context);
    this.landing = Landing.of(context);
    this.written = new PublishReport(context);
  }

  public Outcome run() {
    context.doing("looked for new files");
    Optional<Change> unapplied = changes.unapplied();
    LogState state = changes.position().state();
    TransformOutlook outlook =
        changes.unlessOvertaken(() -> TransformOutlook.of(context, unapplied, state));
    Arrivals arrivals = outlook.arrivals();
    context.report().files(0, 0, arrivals.ignored().size());
    warn(arrivals.unsettled());
    Verdict verdict = changes.unlessOvertaken(() -> outlook.verdict(context, filesPerBatch));
    verdict.tell(context);
    restoreRetried(state);
    if (unapplied.isEmpty()) {
      finishArchiving(state);
    }
    if (verdict.isNothing()) {
      return Outcome.NOTHING_TO_DO;
    }

    RunFit.require(context);
    context.doing("started Spark");
    SparkSession spark = Sessions.open(context);
    Tables tables = Tables.of(spark, context);
    // Files of a batch that is in the tables can go to the archive.
    PublishListener archiving = change -> finishArchiving(change.state());
    Publisher publisher = new Publisher(changes, tables, context.runId(), written, archiving);
    if (unapplied.isPresent()) {
      resume(unapplied.get(), publisher, tables);
      if (arrivals.retried().isEmpty() && arrivals.fresh().isEmpty() && open().isEmpty()) {
        return Outcome.SUCCEEDED; // what is recorded needs neither SQL nor references
      }
    }
    PinnedReferences references = PinnedReferences.kept(context);
    RunContext built = references.built();
    context.doing("fitted the SQL to %s", built.pipeline().table());
    RawReader intake = SourceFormats.reader(spark, built.storage(), built.pipeline().source());
    BatchWriter writer =
        BatchWriter.of(built.pipeline(), tables, built.runId(), references.lookups(spark));
    BatchRecipe recipe = new BatchRecipe(built, tables, landing, intake, gate, writer, references);
    if (!arrivals.retried().isEmpty() || !arrivals.fresh().isEmpty() || !open().isEmpty()) {
      writer.requireColumns();
    }
    context.doing("noted new files");
    // Notes take the numbers that came next when landing/ was listed. Whoever has taken these since
    // has noted the same files.
    long last = outlook.lastNote();
    last += notes.write(arrivals.retried(), 1 /* a batch of one */, last, context.runId()).size();
    notes.write(arrivals.fresh(), filesPerBatch, last, context.runId());
    if (!open().isEmpty()) {
      context.steps(open().size(), "batch");
      try {
        new NumberedStream(spark, context, notes.files(), "transform")
            .drain(
                notesPerTrigger(),
                upTo -> publishOpen(upTo, recipe, publisher),
                () -> !open().isEmpty());
      } finally {
        written.add(intake.drift());
      }
    }
    return Outcome.SUCCEEDED;
  }

  /**
   * One note a micro-batch. A stream without a checkpoint would pass over every published note that
   * way, one after the other, so it takes those at once.
   */
  private int notesPerTrigger() {
    boolean fresh = !context.storage().exists(context.data().checkpoint("transform"));
    return fresh ? Math.max(1, notes.files().numbers().size() - open().size()) : 1;
  }

  /** Numbers of the open notes: there may be many, and only the one is read that is next. */
  private List<Long> open() {
    return notes.numbersAfter(changes.position().state().lastBatch());
  }

  private void publishOpen(long upTo, BatchRecipe recipe, Publisher publisher) {
    List<Long> open = open();
    for (long batch : open) {
      if (batch <= upTo) {
        context.stop().check();
        publish(notes.read(batch), open.get(open.size() - 1), recipe, publisher);
        context.stepDone();
      }
    }
  }

  private void publish(DeliveryNote note, long last, BatchRecipe recipe, Publisher publisher) {
    long start = System.nanoTime();
    log.info("batch {} of {}: {} files", note.batch(), last, note.files().size());
    Change change = publisher.publish(state -> recipe.prepare(note, state));
    log.info(
        "batch {} published as change {}: {} rows read, {} written, {} quarantined, {} dates, {} s",
        note.batch(),
        change.number(),
        change.counts().read(),
        change.counts().written(),
        change.counts().quarantined(),
        change.touchedDates().size(),
        "%.1f".formatted((System.nanoTime() - start) / 1e9));
  }

  /** Only a batch is work that this job would have done. */
  private void resume(Change unapplied, Publisher publisher, Tables tables) {
    context.doing("applied change %d", unapplied.number());
    if (unapplied.body() instanceof ChangeBody.Batch) {
      publisher.resume(unapplied);
    } else {
      changes.rollForward(tables);
      finishArchiving(unapplied.state());
    }
  }

  /** Brings back the files that a killed retry left in the archive. */
  private void restoreRetried(LogState state) {
    for (Decision decision : state.decisions()) {
      if (decision.is(RETRY, LANDING)
          && landing.restore(decision.batch(), Delivery.of(decision.path(), decision.noted()))) {
        log.info("brought {} back from the archive, to retry it", Escaped.escaped(decision.path()));
      }
    }
  }

  private void finishArchiving(LogState state) {
    long batch = state.lastBatch();
    if (context.pipeline().source().archive() && batch > 0) {
      context.doing("moved the files of batch %d to the archive", batch);
      int moved = landing.archive(DecidedNote.of(notes.read(batch), state.decisions()).toArchive());
      log.debug("moved {} files of batch {} to the archive", moved, batch);
    }
  }

  private void warn(List<Landing.Changed> unsettled) {
    if (!unsettled.isEmpty()) {
      unsettled.forEach(
          changed ->
              log.warn(
                  "{} was consumed in batch {} and has other content now",
                  Escaped.escaped(changed.noted().path()),
                  changed.batch()));
      context
          .report()
          .message(
              "%s other content since consumed, such as %s: take it in with files accept, or leave it with files reject"
                  .formatted(
                      unsettled.size() == 1 ? "1 file has" : unsettled.size() + " files have",
                      Escaped.argument(unsettled.get(0).noted().path())));
    }
  }
}
