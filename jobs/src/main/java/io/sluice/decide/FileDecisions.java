// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import io.sluice.change.Attribution;
import io.sluice.change.Decision;
import io.sluice.change.Decision.Scope;
import io.sluice.change.DecisionKind;
import io.sluice.change.FileState;
import io.sluice.change.LogState;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNotes;
import io.sluice.intake.Landing;
import io.sluice.intake.NotedFile;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.PublishedTables;
import io.sluice.relation.DecisionsTable;
import io.sluice.run.RunContext;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import io.sluice.text.Glob;
import io.sluice.transform.Arrivals;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/** Files to decide about, and the recording of decisions, for every command about files. */
public record FileDecisions(
    RunContext context,
    Attribution grounds,
    PublishedTables published,
    DeliveryNotes notes,
    Landing landing) {
  private static final int MOST_NAMED = 5;

  /**
   * @param reason why it is decided so; empty where none is needed
   */
  public static FileDecisions of(RunContext context, String reason) {
    return new FileDecisions(
        context,
        Attribution.of(context, reason),
        PublishedTables.toDecideAbout(context),
        DeliveryNotes.of(context),
        Landing.of(context));
  }

  LogState state() {
    return published.state();
  }

  boolean archives() {
    return context.pipeline().source().archive();
  }

  /** Files of batches that are not published yet. */
  List<NotedFile> noted() {
    return NotedFile.of(notes, landing, state());
  }

  List<NotedFile> noted(Glob glob) {
    return noted().stream().filter(file -> glob.matches(file.noted().path())).toList();
  }

  /** Files of the ledger. */
  List<ConsumedFile> consumed(Glob glob, Column condition) {
    return published.isEmpty()
        ? List.of()
        : ConsumedFile.of(published.files().where(condition), published.decisions(), glob);
  }

  /** Consumed files that have other content now, where nothing is archived. */
  List<Landing.Changed> changed(Glob glob) {
    return Arrivals.of(landing, notes, state(), archives()).unsettled().stream()
        .filter(each -> glob.matches(each.noted().path()))
        .toList();
  }

  Decision about(NotedFile file, DecisionKind kind) {
    Optional<FileState> taken =
        kind == DecisionKind.ACCEPT ? file.lying().map(Delivery::state) : Optional.empty();
    return decision(kind, file.batch(), file.noted(), taken, Scope.OPEN_BATCH);
  }

  Decision about(Landing.Changed file, DecisionKind kind) {
    Optional<FileState> taken = Optional.of(file.lying().state());
    return decision(kind, file.batch(), file.noted(), taken, Scope.LANDING);
  }

  Decision about(ConsumedFile file, DecisionKind kind) {
    Scope scope = kind == DecisionKind.RETRY ? Scope.LANDING : Scope.RECORD;
    return decision(kind, file.batch(), file.delivery(), Optional.empty(), scope);
  }

  private Decision decision(
      DecisionKind kind, long batch, Delivery noted, Optional<FileState> lying, Scope scope) {
    return new Decision(kind, batch, noted.path(), noted.state(), lying, grounds, scope);
  }

  /** Says what will be done, and does it. */
  Outcome decide(String verb, List<Decision> decisions) {
    context.verdict("RUN", verb + " " + Counted.of(decisions.size(), "file"));
    published.decide(
        change -> DecisionsTable.rows(published.spark(), change, decisions), decisions, grounds);
    if (decisions.stream().anyMatch(each -> each.scope() != Scope.RECORD)) {
      context.report().nextStep("./sluice transform --pipeline " + context.pipeline().name());
    }
    return Outcome.SUCCEEDED;
  }

  /** Ends a run whose files were all decided about in the same way before. */
  Outcome nothingToDecide(String verb, int matching) {
    String nothing = "nothing to %s: that was decided about %s before";
    context.verdict("NO-OP", nothing.formatted(verb, Counted.of(matching, "file")));
    return Outcome.NOTHING_TO_DO;
  }

  /**
   * @param what there would have to be, such as "noted or rejected file"
   * @param noted those that there are, as are consumed ones
   */
  Problem noMatch(
      String verb, Glob glob, String what, List<NotedFile> noted, List<ConsumedFile> consumed) {
    List<String> names =
        Stream.concat(
                noted.stream().map(NotedFile::noted), consumed.stream().map(ConsumedFile::delivery))
            .map(Delivery::path)
            .distinct()
            .toList();
    String listed =
        names.stream().limit(MOST_NAMED).map(Escaped::escaped).collect(Collectors.joining(", "));
    String are = names.size() == 1 ? "is" : "are";
    int more = names.size() - MOST_NAMED;
    String why =
        names.isEmpty()
            ? "there is no " + what
            : "no %s matches; there %s %s%s"
                .formatted(what, are, listed, more > 0 ? " and %d more".formatted(more) : "");
    return Problem.invalid("Cannot %s %s: %s".formatted(verb, Escaped.quoted("" + glob), why));
  }

  /** Text such as "50 of 120 listed; --limit N lists more". */
  static String listed(long shown, long found) {
    return shown == found
        ? found + " listed"
        : "%d of %d listed; --limit N lists more".formatted(shown, found);
  }
}
