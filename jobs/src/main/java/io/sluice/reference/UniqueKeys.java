// SPDX-License-Identifier: Apache-2.0
package io.sluice.reference;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.sluice.pipeline.Reference;
import io.sluice.problem.Problem;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Check that each row of a reference can be told from the others by its key. */
public final class UniqueKeys {
  private static final String ROWS = "_rows";

  private UniqueKeys() {}

  /**
   * @param title what messages call the rows
   * @throws Problem INVALID, naming them and a key, where a key is null or not unique
   */
  public static void require(Dataset<Row> rows, Reference reference, String title) {
    Column[] key = named(reference.key());
    Column isMissing = lit(false);
    for (Column column : key) {
      isMissing = isMissing.or(column.isNull());
    }
    List<Row> wrong =
        rows.groupBy(key)
            .agg(count(lit(1)).as(ROWS))
            .where(isMissing.or(col(ROWS).gt(1)))
            .limit(1)
            .collectAsList();
    if (!wrong.isEmpty()) {
      throw wrong(wrong.get(0), reference, title);
    }
  }

  private static Problem wrong(Row row, Reference reference, String title) {
    List<String> values = new ArrayList<>();
    boolean isNull = false;
    for (int i = 0; i < reference.key().size(); i++) {
      String name = reference.key().get(i);
      Object value = row.get(i);
      isNull |= value == null;
      String shown =
          value == null
              ? "null"
              : reference.personal().contains(name)
                  ? "(hidden: personal)"
                  : Escaped.quoted(value.toString());
      values.add("%s = %s".formatted(name, shown));
    }
    String key = String.join(", ", values);
    long rows = row.getLong(row.size() - 1);
    String why =
        isNull
            ? "%d of its rows have no key (%s), and could never be found".formatted(rows, key)
            : "its key %s stands in %d rows, so that a record would find several"
                .formatted(key, rows);
    return Problem.invalid(
        "Cannot use the reference %s: in %s %s; let each key stand once, or name more columns as its key in pipeline.yaml"
            .formatted(reference.name(), title, why));
  }
}
