// SPDX-License-Identifier: Apache-2.0
package io.sluice.export;

import io.sluice.change.Change;
import io.sluice.change.ChangeBody;
import io.sluice.change.ChangeLog;
import io.sluice.change.ConsumerKey;
import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.fit.ExportColumns;
import io.sluice.history.Backlog;
import io.sluice.history.RelationHistory;
import io.sluice.pipeline.Export;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.ChangeDraft;
import io.sluice.publish.PublishReport;
import io.sluice.publish.Publisher;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.table.Tables;
import io.sluice.targets.Mark;
import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import io.sluice.targets.Target;
import io.sluice.targets.TargetContext;
import io.sluice.text.Suggestions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * One run of the exports: each target gets what it lacks, then the log notes how far it is. One
 * that fails doesn't keep the others from being sent. The caller holds the pipeline's lease.
 *
 * @param name the only export to send; empty for all
 * @param again whether to send everything anew
 * @param environment which settings may come from
 */
public record ExportRun(
    RunContext context, Optional<String> name, boolean again, Map<String, String> environment) {
  private static final Logger log = LogManager.getLogger(ExportRun.class);

  /**
   * @throws Problem INVALID where there is no export of that name; what the first export that fails
   *     has failed with
   */
  public Outcome run() {
    Pipeline pipeline = context.pipeline();
    ChangeLog changes = ChangeLog.of(context);
    Optional<Change> unapplied = changes.unapplied();
    ExportOutlook outlook = ExportOutlook.of(pipeline, changes, unapplied, exports(), again);
    outlook.verdict().tell(context);
    if (unapplied.isEmpty() && outlook.due().isEmpty()) {
      return Outcome.NOTHING_TO_DO;
    }
    context.doing("started Spark");
    Tables tables = Tables.of(Sessions.open(context), context);
    changes.rollForward(tables);
    List<Problem> failed = new ArrayList<>();
    context.steps(outlook.due().size(), "export");
    for (ExportOutlook.Lacking each : outlook.due()) {
      context.stop().check();
      try {
        send(each, changes, tables);
      } catch (Problem e) {
        if (e.outcome() == Outcome.BUSY) {
          throw e;
        }
        log.error("{}", e.getMessage());
        failed.add(e);
      }
      context.stepDone();
    }
    if (!failed.isEmpty()) {
      throw failed.get(0);
    }
    return Outcome.SUCCEEDED;
  }

  private List<Export> exports() {
    List<Export> all = context.pipeline().exports();
    if (name.isEmpty()) {
      return all;
    }
    List<String> names = all.stream().map(Export::name).toList();
    if (!names.contains(name.get())) {
      throw Problem.invalid(
          "Cannot send %s: %s has no such export; it has %s"
              .formatted(
                  name.get(),
                  context.pipeline().name(),
                  names.isEmpty() ? "none" : Suggestions.first(name.get(), names)));
    }
    return all.stream().filter(each -> each.name().equals(name.get())).toList();
  }

  private void send(ExportOutlook.Lacking lacking, ChangeLog changes, Tables tables) {
    Export export = lacking.export();
    context.doing("opened the target of export %s", export.name());
    long start = System.nanoTime();
    TargetContext about =
        new TargetContext(
            context.pipeline().name(), export, context.storage(), environment, context::show);
    try (Target target = Targets.open(about)) {
      ChangeLog.Position end = changes.position();
      RelationHistory history = ExportOutlook.history(context.pipeline(), changes, export);
      Optional<Mark> held = target.mark(logged(export, changes));
      Backlog backlog = backlog(lacking, target, held, changes, history);
      Mark mark = new Mark(export.definition(), end.number(), changes.read(end.number()).runId());
      context.doing("sent export %s to %s", export.name(), target.title());
      Receipt receipt = new Receipt(0, 0);
      if (backlog.isDue()) {
        Optional<LogState> before =
            held.filter(known -> !again && known.definition().equals(export.definition()))
                .map(known -> changes.read(known.change()).state());
        receipt = target.take(shipment(export, backlog, mark, end.state(), before, tables));
      }
      note(
          export,
          mark,
          backlog,
          end.state(),
          new Publisher(changes, tables, context.runId(), new PublishReport(context)));
      report(export, target, mark, backlog, receipt);
      log.info(
          "{}: {} rows to {}, {}, {} s",
          export.name(),
          receipt.rows(),
          target.title(),
          backlog,
          "%.1f".formatted((System.nanoTime() - start) / 1e9));
    }
  }

  /**
   * What the target lacks by its own account: a run that was killed may have sent more than the log
   * says, and a restored database has less.
   */
  private Backlog backlog(
      ExportOutlook.Lacking lacking,
      Target target,
      Optional<Mark> mark,
      ChangeLog changes,
      RelationHistory history) {
    Export export = lacking.export();
    if (again) {
      return lacking.backlog();
    } else if (mark.isEmpty()) {
      return Backlog.everything("the target has nothing of it");
    } else if (!mark.get().definition().equals(export.definition())) {
      return Backlog.everything("it is defined in another way");
    }
    requireSameLog(export, mark.get(), target, changes);
    return history.since(mark.get().change());
  }

  private static Optional<Mark> logged(Export export, ChangeLog changes) {
    return changes
        .position()
        .state()
        .progress(ConsumerKey.export(export.name()))
        .map(
            progress ->
                new Mark(
                    progress.sqlHash(),
                    progress.change(),
                    changes.read(progress.change()).runId()));
  }

  /** Data that was restored, or another data folder, must not be mixed with what is there. */
  private void requireSameLog(Export export, Mark mark, Target target, ChangeLog changes) {
    if (mark.change() > changes.position().number()
        || !changes.read(mark.change()).runId().equals(mark.runId())) {
      throw Problem.unsafe(
          "Cannot send %s: %s has change %d of another log: another data folder has filled it, or this one was restored from a backup; to replace all that is there, send everything anew"
              .formatted(export.name(), target.title(), mark.change()),
          "./sluice export --pipeline %s --export %s --again"
              .formatted(context.pipeline().name(), export.name()));
    }
  }

  private Shipment shipment(
      Export export,
      Backlog backlog,
      Mark mark,
      LogState state,
      Optional<LogState> before,
      Tables tables) {
    ExportColumns columns = new ExportColumns(context.pipeline(), export);
    Optional<SortedSet<LocalDate>> dates =
        backlog.extent() == Backlog.Extent.DATES ? Optional.of(backlog.dates()) : Optional.empty();
    return new Shipment(
        ExportRows.of(state.rows(tables, export.relation()), columns, dates),
        columns.dateColumn(),
        dates,
        before
            .filter(then -> then.version(export.relation()).isPresent())
            .map(then -> () -> ExportRows.of(then.rows(tables, export.relation()), columns, dates)),
        mark);
  }

  private static void note(
      Export export, Mark mark, Backlog backlog, LogState state, Publisher publisher) {
    ConsumerProgress progress =
        new ConsumerProgress(
            mark.change(), state.version(export.relation()).orElseThrow(), mark.definition());
    publisher.publish(
        end ->
            ChangeDraft.of(
                    new ChangeBody.Export(
                        export.name(), mark.change(), mark.definition(), backlog.dates()),
                    List.of())
                .leaving(
                    before -> before.withProgress(ConsumerKey.export(export.name()), progress)));
  }

  private void report(Export export, Target target, Mark mark, Backlog backlog, Receipt receipt) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("export", export.name());
    fields.put("relation", export.relation());
    fields.put("to", export.destination().kind());
    fields.put("target", target.title());
    fields.put("change", mark.change());
    fields.put("everything", backlog.extent() == Backlog.Extent.EVERYTHING);
    fields.put("dates", backlog.dates());
    fields.put("rows", receipt.rows());
    fields.put("rows_deleted", receipt.deleted());
    context.report().export(fields);
    context.report().rowsOut(receipt.rows());
  }
}
