// SPDX-License-Identifier: Apache-2.0
package io.sluice.quality;

import io.sluice.pipeline.Severity;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/**
 * Rows that violate a check: counted, and a few of them shown.
 *
 * @param sample by column; personal values are hidden
 */
record Violations(long count, List<Map<String, Object>> sample) {

  static Violations of(Dataset<Row> rows, Set<String> personal) {
    List<Row> first = rows.limit(CheckOutcome.SAMPLE_ROWS + 1).collectAsList();
    long count = first.size() <= CheckOutcome.SAMPLE_ROWS ? first.size() : rows.count();
    List<Map<String, Object>> sample = new ArrayList<>();
    for (Row row : first.subList(0, Math.min(first.size(), CheckOutcome.SAMPLE_ROWS))) {
      sample.add(shown(row, personal));
    }
    return new Violations(count, sample);
  }

  CheckOutcome result(String name, Severity severity) {
    return new CheckOutcome(name, severity, count, sample);
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
