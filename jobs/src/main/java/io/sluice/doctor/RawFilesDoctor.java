// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import static io.sluice.relation.FilesTable.ARCHIVED_PATH;
import static io.sluice.relation.FilesTable.BATCH_ID;
import static io.sluice.relation.FilesTable.PATH;
import static io.sluice.relation.FilesTable.SIZE;
import static org.apache.spark.sql.functions.col;

import io.sluice.pipeline.Relations;
import io.sluice.relation.DecisionsTable;
import io.sluice.storage.Entry;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks at the consumed files: is each still there, with the size that the ledger says? */
record RawFilesDoctor(DoctorView looked) {
  private static final int MOST = 10;

  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    long more = 0;
    long seen = 0;
    long all = unsettled().count();
    for (Iterator<Row> files = unsettled().toLocalIterator(); files.hasNext(); ) {
      looked.context().done(seen++, all, "file");
      Optional<Finding> finding = finding(files.next());
      if (finding.isPresent() && findings.size() < MOST) {
        findings.add(finding.get());
      } else if (finding.isPresent()) {
        more++;
      }
    }
    if (more > 0) {
      findings.add(
          Finding.warning(
              "archive", more + " more files", "are gone or changed as well", "see above"));
    }
    return findings;
  }

  /** Files that no decision was about since they were consumed. */
  private Dataset<Row> unsettled() {
    Dataset<Row> files = looked.state().rows(looked.tables(), Relations.FILES);
    Dataset<Row> decided =
        DecisionsTable.latest(DecisionsTable.read(looked.tables(), looked.state()))
            .select(BATCH_ID, PATH);
    return files
        .join(decided, new String[] {BATCH_ID, PATH}, "left_anti")
        .select(PATH, ARCHIVED_PATH, SIZE)
        .orderBy(col(BATCH_ID), col(PATH));
  }

  private Optional<Finding> finding(Row row) {
    String path = row.getString(0);
    String landing = "landing/" + path;
    String kept = row.isNullAt(1) ? landing : row.getString(1);
    Optional<Entry> found = entry(kept);
    if (found.isEmpty() && !kept.equals(landing)) {
      found = entry(landing).filter(waiting -> waiting.size() == row.getLong(2));
    }
    if (found.isPresent() && found.get().size() == row.getLong(2)) {
      return Optional.empty();
    }
    String where = Escaped.escaped(kept);
    String means = "only a backfill of its dates needs it";
    if (found.isPresent()) {
      long size = found.get().size();
      String what = "is %d bytes long instead of %d".formatted(size, row.getLong(2));
      return Optional.of(Finding.warning(where, what, means, "put it back from a backup"));
    }
    String remedy =
        "put it back, or do without it: ./sluice files accept %s --missing --pipeline %s --reason …"
            .formatted(Escaped.argument(path), looked.pipeline().name());
    return Optional.of(Finding.warning(where, "is gone", means, remedy));
  }

  private Optional<Entry> entry(String path) {
    return looked
        .storage()
        .entry(new Path(looked.context().data().root(), new Path(null, null, path)));
  }
}
