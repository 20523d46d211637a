package io.sluice.transform;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.NumberedStream;
import io.sluice.intake.CsvIntake;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.DeliveryNotes;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import io.sluice.table.Sessions;
import io.sluice.table.Tables;
import java.util.ArrayList;
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
  private final Pipeline pipeline;
  private final int filesPerBatch;
  private final Gate gate;
  private final ChangeLog changes;
  private final DeliveryNotes notes;
  private final Landing landing;
  private final Written written;

  public TransformRun(RunContext context, int filesPerBatch, Gate gate) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.filesPerBatch = filesPerBatch;
    this.gate = gate;
    this.changes = ChangeLog.of(context);
    this.notes = new DeliveryNotes(context.storage(), context.data().batches(), pipeline.name());
    this.landing =
        new Landing(
            context.storage(),
            context.data().landing(),
            context.data().archive(),
            pipeline.source(),
            pipeline.name());
    this.written = new Written(context.report(), pipeline.table());
  }

  public Outcome run() {
    Optional<Change> unapplied = changes.unapplied();
    long lastBatch = changes.position().state().lastBatch();
    if (unapplied.isEmpty()) {
      finishArchiving(lastBatch);
    }
    List<DeliveryNote> open = notes.after(lastBatch);
    Landing.Scan scan = scan(open, unapplied.isPresent() ? lastBatch : 0);
    context.report().files(0, 0, scan.ignored());
    if (unapplied.isEmpty() && open.isEmpty() && scan.deliveries().isEmpty()) {
      context.verdict("NO-OP", "nothing landed since batch " + lastBatch);
      return Outcome.NOTHING_TO_DO;
    }
    open.forEach(landing::requireUnchanged);
    TransformVerdict.of(unapplied, open, scan, filesPerBatch).tell(context);

    SparkSession spark = Sessions.open(context.job());
    Tables tables = Tables.of(spark, context);
    CsvIntake intake = new CsvIntake(spark, context.storage(), pipeline.source());
    BatchRecipe recipe = new BatchRecipe(pipeline, tables, landing, intake, gate);
    if (unapplied.isPresent()) {
      changes.rollForward(tables);
      published(unapplied.get());
    }
    notes.write(scan.deliveries(), filesPerBatch, notes.last(), context.runId());
    if (!open().isEmpty()) {
      new NumberedStream(
              spark, context.storage(), notes.files(), context.data().checkpoint("transform"))
          .drain(
              notesPerTrigger(),
              upTo -> publishOpen(upTo, recipe, tables),
              () -> !open().isEmpty());
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

  private List<DeliveryNote> open() {
    return notes.after(changes.position().state().lastBatch());
  }

  private void publishOpen(long upTo, BatchRecipe recipe, Tables tables) {
    List<DeliveryNote> open = open();
    for (DeliveryNote note : open) {
      if (note.batch() <= upTo) {
        context.stop().check();
        publish(note, open.get(open.size() - 1).batch(), recipe, tables);
      }
    }
  }

  private void publish(DeliveryNote note, long last, BatchRecipe recipe, Tables tables) {
    long start = System.nanoTime();
    log.info("batch {} of {}: {} files", note.batch(), last, note.files().size());
    Change change = recipe.prepare(note, changes.position(), context.runId());
    changes.record(change);
    changes.apply(change, tables);
    published(change);
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

  /** Everything that follows from a change that is in the tables. */
  private void published(Change change) {
    change.batch().ifPresent(batch -> written.add(change, notes.read(batch).files().size()));
    finishArchiving(change.state().lastBatch());
  }

  private void finishArchiving(long batch) {
    if (pipeline.source().archive() && batch > 0) {
      int moved = landing.archive(notes.read(batch));
      log.debug("moved {} files of batch {} to the archive", moved, batch);
    }
  }

  /**
   * What landed and is in no note that counts. Without an archive every file ever consumed still
   * lies there. With one, what lies in a consumed file's place is a new delivery, except where that
   * file itself could not be moved yet.
   *
   * @param unmoved the batch whose files may still be there, 0 for none
   */
  private Landing.Scan scan(List<DeliveryNote> open, long unmoved) {
    if (!pipeline.source().archive()) {
      return landing.scan(notes.after(0));
    }
    Landing.Scan scan = landing.scan(open);
    List<Delivery> deliveries = new ArrayList<>(scan.deliveries());
    if (unmoved > 0) {
      deliveries.removeAll(notes.read(unmoved).files());
    }
    return new Landing.Scan(deliveries, scan.ignored());
  }
}
