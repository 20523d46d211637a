package io.sluice.transform;

import io.sluice.change.Change;
import io.sluice.intake.DeliveryNote;
import io.sluice.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a transform that has work is about to do, worked out before it does anything. */
record TransformVerdict(String verdict, String detail) {

  static TransformVerdict of(
      Optional<Change> unapplied, List<DeliveryNote> open, Arrivals arrivals, int filesPerBatch) {
    List<String> parts = new ArrayList<>();
    unapplied.ifPresent(
        change ->
            parts.add(
                "change %d (recorded by run %s, not fully applied)"
                    .formatted(change.number(), change.runId())));
    for (DeliveryNote note : open) {
      parts.add(
          "batch %d (%s, started by run %s)"
              .formatted(note.batch(), files(note.files().size()), note.runId()));
    }
    int landed = arrivals.number();
    String batches = count(arrivals.batches(filesPerBatch), "batch", "batches");
    if (parts.isEmpty()) {
      return new TransformVerdict("RUN", "%s in %s".formatted(files(landed), batches));
    }
    if (landed > 0) {
      parts.add("then %s in %s".formatted(files(landed), batches));
    }
    return new TransformVerdict("RESUME", String.join(", ", parts));
  }

  void tell(RunContext context) {
    context.verdict(verdict, detail);
  }

  private static String files(int number) {
    return count(number, "file", "files");
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
