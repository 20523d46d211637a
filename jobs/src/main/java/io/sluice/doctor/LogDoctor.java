// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.change.ChangeHistory;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.DeliveryNotes;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks at the change log: is every record there and whole, and has it every change that the tables
 * have? Where only the last record is lost, its change counts as never recorded: the tables go back
 * and the files of its batch are taken in again.
 */
record LogDoctor(DoctorView looked, ChangeHistory records) {
  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    Map<String, Long> unrecorded = unrecorded();
    if (records.last() == 0 && records.torn().isEmpty() && !looked.relationsLying().isEmpty()) {
      String what = "the log is empty, but tables are there: ";
      String tables = String.join(", ", looked.relationsLying());
      String means = "nobody can tell what is published";
      return List.of(Finding.fault("changes", what + tables, means, Finding.BACKUP));
    }
    records.missing().forEach(number -> findings.add(lost(number, "is missing")));
    for (long number : records.torn()) {
      findings.add(
          number == records.last() + 1 && records.last() > 0
              ? torn(number, unrecorded)
              : lost(number, "can't be read"));
    }
    if (findings.isEmpty() && !unrecorded.isEmpty()) {
      findings.add(behind(unrecorded));
    }
    return findings;
  }

  private Finding lost(long number, String what) {
    return Finding.fault(
        name(number),
        what,
        "what change %d published can't be told, and no job goes on".formatted(number),
        "put this file back from a backup, or else " + Finding.BACKUP);
  }

  private Finding torn(long number, Map<String, Long> unrecorded) {
    Optional<String> hindrance = hindrance(unrecorded);
    if (hindrance.isPresent()) {
      return lost(number, "can't be read, and " + hindrance.get());
    }
    return Finding.mendable(
        name(number),
        "can't be read",
        "what change %d published can't be told".formatted(number),
        "moves it aside: the change counts as never recorded, and is done again",
        () -> looked.aside().move(looked.changes().records().path(number)));
  }

  private Finding behind(Map<String, Long> unrecorded) {
    String last = records.last() == 0 ? "none" : name(records.last());
    List<String> later = new ArrayList<>();
    unrecorded.forEach((table, first) -> later.add("version %d of %s".formatted(first, table)));
    String what =
        "the last record is %s, but later changes are in %s"
            .formatted(last, String.join(", ", later));
    String means = "readers see what the change log doesn't have";
    Optional<String> hindrance = hindrance(unrecorded);
    if (hindrance.isPresent()) {
      String remedy = "%s: put the missing records back from a backup, or else %s";
      String whole = remedy.formatted(hindrance.get(), Finding.BACKUP);
      return Finding.fault("changes", what, means, whole);
    }
    String mended = "sets the tables back to the log; the next runs do the change again";
    return Finding.mendable("changes", what, means, mended, () -> undo(unrecorded));
  }

  /** The tables that have changes after the last record, with the first version that is one. */
  private Map<String, Long> unrecorded() {
    Map<String, Long> unrecorded = new TreeMap<>();
    for (String relation : looked.relationsLying()) {
      List<Long> versions = looked.commits(relation).versions();
      for (long version : looked.context().each(versions, "version", "of " + relation + " read")) {
        if (number(relation, version) > records.last()) {
          unrecorded.putIfAbsent(relation, version);
        }
      }
    }
    return unrecorded;
  }

  private long number(String relation, long version) {
    return looked.commits(relation).transaction(version, looked.pipeline().name()).orElse(0L);
  }

  /** Reason why the changes after the last record can't be done again; empty where they can. */
  private Optional<String> hindrance(Map<String, Long> unrecorded) {
    for (Map.Entry<String, Long> table : unrecorded.entrySet()) {
      for (long version : looked.commits(table.getKey()).versions()) {
        if (number(table.getKey(), version) > records.last() + 1) {
          return Optional.of("more than one change is not recorded");
        }
      }
    }
    if (unrecorded.containsKey(Relations.DECISIONS)) {
      return Optional.of("people's decisions would be lost");
    }
    try {
      for (DeliveryNote note : openNotes()) {
        for (Delivery file : note.files()) {
          if (!isThere(note, file)) {
            return Optional.of("%s of batch %d is gone".formatted(file.path(), note.batch()));
          }
        }
      }
    } catch (Problem e) {
      return Optional.of("a delivery note can't be read");
    }
    return Optional.empty();
  }

  private void undo(Map<String, Long> unrecorded) {
    Landing landing = Landing.of(looked.context());
    unrecorded.forEach(looked::setBack);
    for (DeliveryNote note : openNotes()) {
      note.files().stream()
          .filter(file -> landing.lying(file.path()).isEmpty())
          .forEach(file -> landing.restore(note.batch(), file));
    }
  }

  private List<DeliveryNote> openNotes() {
    return DeliveryNotes.of(looked.context()).after(looked.state().lastBatch());
  }

  private boolean isThere(DeliveryNote note, Delivery file) {
    Landing landing = Landing.of(looked.context());
    Optional<Delivery> lying = landing.lying(file.path());
    return lying.isPresent()
        ? lying.get().equals(file)
        : landing.archived(note.batch(), file.path()).equals(Optional.of(file));
  }

  private String name(long number) {
    return "changes/" + looked.changes().records().path(number).getName();
  }
}
