// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.run.RecordCounts;
import io.sluice.table.TableChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One entry of the change log: what is published, all of it or nothing. It holds everything that
 * applying it takes, so that the same input is never evaluated twice.
 *
 * @param number its place in the log, from 1; it also is the Delta transaction's number
 * @param tables what it does to each table, in the order in which it is applied
 * @param state the pipeline's state once this is applied
 */
public record Change(
    long number,
    String runId,
    Instant recordedAt,
    ChangeBody body,
    List<TableChange> tables,
    LogState state) {
  public Change {
    tables = List.copyOf(tables);
  }

  /** Its record, as the log has it. */
  public String json() {
    return ChangeJson.write(this);
  }

  /**
   * A change from its record.
   *
   * @throws IllegalArgumentException where the text is no whole record
   */
  public static Change parse(String json) {
    return ChangeJson.read(json);
  }

  /** Its part in a relation, if it has one. */
  public Optional<TableChange> to(String relation) {
    return tables.stream().filter(table -> table.relation().equals(relation)).findFirst();
  }

  public RecordCounts counts() {
    return body.records().counts();
  }

  public SortedSet<LocalDate> touchedDates() {
    return body.records().touchedDates();
  }

  /** The content or version of each reference that its rows were made with. */
  public Map<String, String> references() {
    return body.isOfData() ? state.built(body.sqlHash()).references() : Map.of();
  }

  /** The range that it replaces, where it is a backfill. */
  public Optional<ReplacedRange> replaced() {
    return body instanceof ChangeBody.Backfill backfill
        ? Optional.of(backfill.replaced())
        : Optional.empty();
  }
}
