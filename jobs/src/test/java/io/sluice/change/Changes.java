// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.run.RecordCounts;
import io.sluice.table.TableChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Changes of a pipeline {@code shop}, for tests to record. */
final class Changes {
  static final Instant AT = Instant.parse("2026-01-05T12:00:00Z");

  private Changes() {}

  /** A batch that takes {@code sales} and {@code files} from a version to the next. */
  static Change batch(long number, long baseVersion) {
    List<TableChange> tables = List.of(table("sales", baseVersion), table("files", baseVersion));
    ChangeBody body =
        new ChangeBody.Batch(
            number,
            "abc",
            new RecordSummary(
                new RecordCounts(3, 2, 0, 1, 1),
                Map.of("price_type", 1L),
                new TreeSet<>(List.of(LocalDate.parse("2026-01-05")))),
            1,
            "");
    return change(number, body, tables, LogState.EMPTY.withStanding(Optional.empty()));
  }

  /** An aggregation {@code daily} that covers the first change. */
  static Change aggregation(long number, long baseVersion, LogState before) {
    return change(
        number,
        new ChangeBody.Aggregation(1, "def"),
        List.of(table("daily", baseVersion)),
        before.withProgress(ConsumerKey.aggregation("daily"), new ConsumerProgress(1, 0, "def")));
  }

  /** A change that leaves what follows from its body and its tables. */
  static Change change(long number, ChangeBody body, List<TableChange> tables, LogState before) {
    return new Change(
        number, "run-1", AT, body, tables, body.after(before, number).withVersions(tables));
  }

  static TableChange table(String relation, long baseVersion) {
    return new TableChange(
        relation,
        baseVersion,
        List.of(
            "{\"add\":{\"path\":\"a%20b.parquet\",\"partitionValues\":{\"d\":null},\"size\":7}}"),
        2,
        7);
  }
}
