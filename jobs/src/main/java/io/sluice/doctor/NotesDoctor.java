// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import static io.sluice.relation.FilesTable.BATCH_ID;
import static io.sluice.relation.FilesTable.MODIFIED_AT;
import static io.sluice.relation.FilesTable.PATH;
import static io.sluice.relation.FilesTable.RUN_ID;
import static io.sluice.relation.FilesTable.SIZE;
import static org.apache.spark.sql.functions.col;

import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.DeliveryNotes;
import io.sluice.intake.Landing;
import io.sluice.intake.NotedFile;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Looks at the delivery notes: is each there and whole, and are the files of open ones what they
 * say? What a published note said is in the ledger as well.
 */
record NotesDoctor(DoctorView looked, DeliveryNotes notes, Set<Long> whole) {

  /**
   * @throws Problem UNSAFE where only a newer version of Sluice can read a note
   */
  static NotesDoctor of(DoctorView looked) {
    DeliveryNotes notes = DeliveryNotes.of(looked.context());
    Set<Long> whole = new HashSet<>();
    for (long batch : notes.files().each(notes.files().numbers())) {
      if (notes.isWhole(batch)) {
        whole.add(batch);
      }
    }
    return new NotesDoctor(looked, notes, whole);
  }

  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    Set<Long> numbers = new HashSet<>(notes.files().numbers());
    long last = Math.max(looked.state().lastBatch(), notes.last());
    for (long batch = 1; batch <= last; batch++) {
      if (!numbers.contains(batch)) {
        findings.add(unusable(batch, "is missing"));
      } else if (!whole.contains(batch)) {
        findings.add(unusable(batch, "can't be read"));
      }
    }
    if (findings.isEmpty()) {
      addChanged(findings);
    }
    return findings;
  }

  private Finding unusable(long batch, String what) {
    String where = "batches/" + notes.files().path(batch).getName();
    if (batch <= looked.state().lastBatch()) {
      String means = "batch %d is published; which files it had stands in the ledger too";
      String mended = "writes it again from the ledger";
      Runnable repair = () -> writeAgain(batch);
      return Finding.mendable(where, what, means.formatted(batch), mended, repair);
    }
    String means = "batch %d is not published yet".formatted(batch);
    if (batch == notes.last()) {
      String mended = "moves it aside; its files are noted again";
      Runnable repair = () -> looked.aside().move(notes.files().path(batch));
      return Finding.mendable(where, what, means, mended, repair);
    }
    String remedy = "put this file back from a backup, or else " + Finding.BACKUP;
    return Finding.fault(where, what, means + ", and a later one is noted", remedy);
  }

  private void writeAgain(long batch) {
    Path path = notes.files().path(batch);
    Dataset<Row> files =
        looked
            .state()
            .rows(looked.tables(), Relations.FILES)
            .where(col(BATCH_ID).equalTo(batch))
            .orderBy(MODIFIED_AT, PATH);
    List<Delivery> deliveries = new ArrayList<>();
    String runId = "";
    for (Row row : files.collectAsList()) {
      runId = row.getAs(RUN_ID);
      Instant modified = row.<java.sql.Timestamp>getAs(MODIFIED_AT).toInstant();
      deliveries.add(new Delivery(row.getAs(PATH), row.getAs(SIZE), modified));
    }
    if (looked.storage().exists(path)) {
      looked.aside().move(path);
    }
    Instant now = looked.context().surroundings().clock().instant();
    notes.put(new DeliveryNote(batch, runId, now, deliveries));
  }

  private void addChanged(List<Finding> findings) {
    Landing landing = Landing.of(looked.context());
    for (NotedFile file : NotedFile.of(notes, landing, looked.state())) {
      if (!file.isGivenUp() && (file.lying().isEmpty() || file.isChanged())) {
        Problem problem = landing.changed(file.noted(), file.lying());
        String what = file.lying().isEmpty() ? "is gone" : "isn't what its delivery note says";
        String means = "batch %d waits for it".formatted(file.batch());
        String remedy = "put the noted file back, or " + problem.nextStep();
        findings.add(Finding.fault("landing/" + file.noted().path(), what, means, remedy));
      }
    }
  }
}
