// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.CODES;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.problem.Problem;
import io.sluice.relation.QuarantineTable;
import io.sluice.text.Escaped;
import io.sluice.text.Glob;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Condition on quarantined records; an empty part lets all pass.
 *
 * @param code of one of a record's reasons
 * @param from the first event date; a record whose date can't be told has none
 * @param to the last event date
 * @param id how the record's id begins
 */
public record QuarantineFilter(
    Optional<Glob> file,
    Optional<String> code,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    OptionalLong batch,
    Optional<String> id) {
  public static final QuarantineFilter ALL = ofId(Optional.empty());

  /** The filter of the records whose ids begin so. */
  static QuarantineFilter ofId(Optional<String> start) {
    Optional<LocalDate> anyDate = Optional.empty();
    return new QuarantineFilter(
        Optional.empty(), Optional.empty(), anyDate, anyDate, OptionalLong.empty(), start);
  }

  /**
   * @throws Problem INVALID where several ids begin so
   */
  Dataset<Row> of(Dataset<Row> quarantine) {
    List<Column> conditions = new ArrayList<>();
    id.ifPresent(start -> conditions.add(withOneId(start, quarantine)));
    code.ifPresent(
        each ->
            conditions.add(
                array_contains(col(CODES), each)
                    .or(array_contains(QuarantineTable.kinds(), each))));
    from.ifPresent(date -> conditions.add(col(EVENT_DATE).geq(Date.valueOf(date))));
    to.ifPresent(date -> conditions.add(col(EVENT_DATE).leq(Date.valueOf(date))));
    batch.ifPresent(number -> conditions.add(col(BATCH_ID).equalTo(number)));
    Dataset<Row> rows = quarantine.where(conditions.stream().reduce(lit(true), Column::and));
    return file.map(glob -> ConsumedFile.matching(rows, FILE, glob)).orElse(rows);
  }

  private static Column withOneId(String start, Dataset<Row> quarantine) {
    Column begins = col(ID).startsWith(start);
    List<Row> ids =
        quarantine.where(begins).select(ID).distinct().orderBy(ID).limit(2).collectAsList();
    if (ids.size() > 1) {
      throw Problem.invalid(
          "Cannot use id %s: more than one begins with it, %s and %s; give more of it"
              .formatted(Escaped.quoted(start), ids.get(0).getString(0), ids.get(1).getString(0)));
    }
    return begins;
  }
}
