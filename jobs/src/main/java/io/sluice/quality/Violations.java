// SPDX-License-Identifier: Apache-2.0
package io.sluice.quality;

import io.sluice.pipeline.Severity;
import io.sluice.run.CheckResult;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** Rows that violate a check: counted, and a few of them shown. */
final class Violations {
  static final int SAMPLE_ROWS = 20;

  private Violations() {}

  /** Result of a check whose violations are some rows, by column; personal values are hidden. */
  static CheckResult of(String check, Severity severity, Dataset<Row> rows, Set<String> personal) {
    List<Row> first = rows.limit(SAMPLE_ROWS + 1).collectAsList();
    return new CheckResult(
        check,
        severity.name().toLowerCase(Locale.ROOT),
        first.size() <= SAMPLE_ROWS ? first.size() : rows.count(),
        first.stream().limit(SAMPLE_ROWS).map(row -> shown(row, personal)).toList());
  }

  private static Map<String, Object> shown(Row row, Set<String> personal) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      String column = row.schema().fieldNames()[i];
      Object value = row.get(i);
      values.put(
          column,
          value == null ? null : personal.contains(column) ? "(hidden: personal)" : plain(value));
    }
    return values;
  }

  /** Numbers, booleans and lists as they are, times in UTC, everything else as text. */
  private static Object plain(Object value) {
    if (value instanceof scala.collection.Seq<?> list) {
      return JavaConverters.seqAsJavaList(list).stream().map(String::valueOf).toList();
    } else if (value instanceof Timestamp time) {
      return time.toInstant().toString();
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }
}
