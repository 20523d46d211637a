package io.sluice.aggregate;

import io.sluice.change.Change;
import io.sluice.change.State;
import io.sluice.pipeline.Aggregation;
import io.sluice.run.RunContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an aggregate run is about to do. */
record AggregateVerdict(String verdict, String detail) {

  /**
   * @param unapplied a change that is recorded and not fully applied
   * @param relations those to be computed
   */
  static AggregateVerdict of(
      Optional<Change> unapplied, List<Aggregation> relations, Due due, State state) {
    String waiting =
        due.waiting(state).isEmpty()
            ? ""
            : "; %s: waiting for --full-refresh, the SQL has changed"
                .formatted(names(due.waiting(state)));
    if (unapplied.isPresent()) {
      return new AggregateVerdict(
          "RESUME",
          "change %d (recorded by run %s, not fully applied)%s%s"
              .formatted(
                  unapplied.get().number(),
                  unapplied.get().runId(),
                  relations.isEmpty() ? "" : ", then " + names(relations),
                  waiting));
    }
    if (relations.isEmpty()) {
      return new AggregateVerdict(
          "NO-OP",
          state.lastData() == 0
              ? "nothing is published yet"
              : (waiting.isEmpty() ? "everything" : "everything else")
                  + " covers change "
                  + state.lastData()
                  + waiting);
    }
    String upTo = "%s up to change %d".formatted(names(relations), state.lastData());
    if (relations.stream().anyMatch(due::isAsked)) {
      return new AggregateVerdict("FULL-REFRESH", upTo + " (asked for)" + waiting);
    }
    return due.withoutNewData(state)
        ? new AggregateVerdict("FULL-REFRESH", names(relations) + " (its SQL changed)" + waiting)
        : new AggregateVerdict("RUN", upTo + waiting);
  }

  void tell(RunContext context) {
    context.verdict(verdict, detail);
  }

  private static String names(List<Aggregation> relations) {
    return relations.stream().map(Aggregation::relation).collect(Collectors.joining(", "));
  }
}
