// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

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
    return new Change(
        number,
        ChangeKind.BATCH,
        Optional.of(number),
        "run-1",
        AT,
        "abc",
        List.of(table("sales", baseVersion), table("files", baseVersion)),
        new RecordCounts(3, 2, 0, 1, 1),
        1,
        Map.of("price_type", 1L),
        new TreeSet<>(List.of(LocalDate.parse("2026-01-05"))),
        Optional.empty(),
        Optional.empty(),
        "",
        new LogState(
            number,
            number,
            Map.of("sales", baseVersion + 1, "files", baseVersion + 1),
            Map.of(),
            List.of()));
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
