// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.run.RecordCounts;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedSet;

/** Content of a change by its kind: what sets a batch apart from a backfill, say. */
public sealed interface ChangeBody {
  /** The names that records use for the kinds. */
  Map<Class<? extends ChangeBody>, String> KINDS =
      Map.of(
          Batch.class, "batch",
          Backfill.class, "backfill",
          Aggregation.class, "aggregate",
          Decisions.class, "decision",
          Maintenance.class, "maintain",
          Export.class, "export");

  default String kind() {
    return KINDS.get(getClass());
  }

  /** Hash of the SQL that made its rows; empty where no SQL did. */
  default String sqlHash() {
    return "";
  }

  /** Reason why a person overrode a rule or started it; empty where none did. */
  default String note() {
    return "";
  }

  default RecordSummary records() {
    return RecordSummary.NONE;
  }

  /** Number of files that could not be read as a whole. */
  default long filesRejected() {
    return 0;
  }

  /**
   * Says whether it publishes rows of the transformed table, which aggregations have to take in.
   */
  default boolean isOfData() {
    return this instanceof Batch || this instanceof Backfill;
  }

  /**
   * The state with this published.
   *
   * @param number the change's
   */
  default LogState after(LogState state, long number) {
    return isOfData() ? state.withLastData(number) : state;
  }

  /**
   * New files, into the transformed table, the quarantine and the ledger.
   *
   * @param batch the delivery note that it publishes
   */
  record Batch(long batch, String sqlHash, RecordSummary records, long filesRejected, String note)
      implements ChangeBody {
    @Override
    public LogState after(LogState state, long number) {
      return state.withLastBatch(batch).withLastData(number);
    }
  }

  /** Dates computed afresh from the files that hold them, into the same tables. */
  record Backfill(ReplacedRange replaced, String sqlHash, RecordSummary records, String note)
      implements ChangeBody {
    @Override
    public LogState after(LogState state, long number) {
      LogState after = state.withLastData(number).withLastRestated(number);
      return replaced.dates().isAll() ? after.withLastWhole(number) : after;
    }
  }

  /**
   * One aggregation.
   *
   * @param covers the last change of data that it includes
   */
  record Aggregation(long covers, String sqlHash) implements ChangeBody {}

  /** People's decisions about files or quarantined records. */
  record Decisions(String note) implements ChangeBody {}

  /**
   * Rows that were sent elsewhere; it changes no table.
   *
   * @param export its name
   * @param covers the last change that the target has now
   * @param sqlHash the hash of the export's definition
   * @param dates those that were sent; none where everything was
   */
  record Export(String export, long covers, String sqlHash, SortedSet<LocalDate> dates)
      implements ChangeBody {
    @Override
    public RecordSummary records() {
      return new RecordSummary(RecordCounts.NONE, Map.of(), dates);
    }
  }

  /** The same rows, in fewer files or with the columns that they have. */
  record Maintenance() implements ChangeBody {}
}
