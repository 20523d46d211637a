// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.CODES;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;

import io.sluice.problem.Problem;
import io.sluice.text.Escaped;
import io.sluice.text.Glob;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.function.FilterFunction;
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
  public static final QuarantineFilter ALL =
      new QuarantineFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          Optional.empty());

  /** The filter of the records whose ids begin so. */
  static QuarantineFilter ofId(String start) {
    return new QuarantineFilter(
        ALL.file, ALL.code, ALL.from, ALL.to, ALL.batch, Optional.of(start));
  }

  /**
   * @throws Problem INVALID where several ids begin so
   */
  Dataset<Row> of(Dataset<Row> quarantine) {
    Dataset<Row> rows = quarantine;
    if (id.isPresent()) {
      rows = rows.where(col(ID).startsWith(id.get()));
      requireOne(rows);
    }
    if (file.isPresent()) {
      Glob glob = file.get();
      rows =
          rows.filter(
              (FilterFunction<Row>) row -> glob.matches(row.getString(row.fieldIndex(FILE))));
    }
    if (code.isPresent()) {
      rows = rows.where(array_contains(col(CODES), code.get()));
    }
    if (from.isPresent()) {
      rows = rows.where(col(EVENT_DATE).geq(Date.valueOf(from.get())));
    }
    if (to.isPresent()) {
      rows = rows.where(col(EVENT_DATE).leq(Date.valueOf(to.get())));
    }
    if (batch.isPresent()) {
      rows = rows.where(col(BATCH_ID).equalTo(batch.getAsLong()));
    }
    return rows;
  }

  private void requireOne(Dataset<Row> rows) {
    List<Row> ids = rows.select(ID).distinct().orderBy(ID).limit(2).collectAsList();
    if (ids.size() > 1) {
      throw Problem.invalid(
          "Cannot use id %s: more than one begins with it, %s and %s; give more of it"
              .formatted(
                  Escaped.quoted(id.get()), ids.get(0).getString(0), ids.get(1).getString(0)));
    }
  }
}
