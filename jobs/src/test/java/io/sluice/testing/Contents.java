// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** What a table holds, as plain values in an order of its own: equal contents are equal lists. */
public final class Contents {
  private Contents() {}

  /**
   * @param leftOut columns that say how a row came in, not what it is
   */
  public static List<Map<String, Object>> of(Dataset<Row> rows, String... leftOut) {
    return sorted(rows.drop(leftOut).collectAsList().stream().map(Contents::plain).toList());
  }

  /** The same rows in the order that {@link #of} has. */
  public static List<Map<String, Object>> sorted(Collection<? extends Map<String, Object>> rows) {
    return rows.stream()
        .<Map<String, Object>>map(TreeMap::new)
        .sorted(Comparator.comparing(Object::toString))
        .toList();
  }

  /** The rows without some of their columns. */
  public static List<Map<String, Object>> without(
      List<Map<String, Object>> rows, String... leftOut) {
    List<Map<String, Object>> left = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Map<String, Object> copy = new TreeMap<>(row);
      copy.keySet().removeAll(Set.of(leftOut));
      left.add(copy);
    }
    return sorted(left);
  }

  private static Map<String, Object> plain(Row row) {
    Map<String, Object> values = new TreeMap<>();
    for (int i = 0; i < row.size(); i++) {
      values.put(row.schema().fieldNames()[i], plain(row.get(i)));
    }
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof Timestamp time) {
      return time.toInstant();
    } else if (value instanceof Date date) {
      return date.toLocalDate();
    } else if (value instanceof Row row) {
      return plain(row);
    } else if (value instanceof Seq<?> values) {
      return JavaConverters.seqAsJavaList(values).stream().<Object>map(Contents::plain).toList();
    } else if (value instanceof scala.collection.Map<?, ?> map) {
      Map<Object, Object> plain = new TreeMap<>();
      JavaConverters.mapAsJavaMap(map).forEach((key, each) -> plain.put(plain(key), plain(each)));
      return plain;
    }
    return value;
  }
}
