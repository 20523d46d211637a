// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.pipeline.ExtraColumns;
import io.sluice.text.Escaped;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a file that the schema has, found by name, regardless of their order and case.
 *
 * @param conversions by the schema's name
 * @param extra paths of what the schema doesn't have
 */
record FileSchema(Map<String, Conversion> conversions, List<String> extra, Calendar calendar)
    implements Serializable {

  /**
   * @throws Rejected where the file lacks a column, or has one that doesn't widen to the schema's
   */
  static FileSchema of(
      MessageType file, StructType schema, ExtraColumns extraColumns, Calendar calendar)
      throws Rejected {
    ColumnMatch match = new ColumnMatch();
    Map<String, Conversion> conversions = new LinkedHashMap<>();
    Map<String, Type> types = match.byName(file, "");
    for (StructField field : schema.fields()) {
      Type type = types.remove(field.name().toLowerCase(Locale.ROOT));
      if (type != null) {
        conversions.put(field.name(), match.conversion(type, field.dataType(), field.name()));
      }
    }
    if (conversions.isEmpty()) {
      throw Rejected.mismatch(
          "none of its columns is known: %s",
          shown(file.getFields().stream().map(Type::getName).toList()));
    }
    String missing =
        Arrays.stream(schema.fields())
            .filter(field -> !field.nullable() && !conversions.containsKey(field.name()))
            .map(StructField::name)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw Rejected.mismatch("required column %s is missing", missing);
    }
    List<String> extra = new ArrayList<>(match.extra());
    types.values().forEach(type -> extra.add(type.getName()));
    if (!extra.isEmpty() && extraColumns == ExtraColumns.REJECT) {
      throw Rejected.mismatch(
          "column %s is not in the schema, and extra-columns is reject", shown(extra));
    }
    return new FileSchema(conversions, List.copyOf(extra), calendar);
  }

  private static String shown(List<String> names) {
    int most = 10;
    String more = names.size() > most ? " and %d more".formatted(names.size() - most) : "";
    return names.stream().limit(most).map(Escaped::quoted).collect(Collectors.joining(", ")) + more;
  }

  Set<String> names() {
    return conversions.keySet();
  }

  /** Says whether Spark can read both files in one go: what both have is of the same type. */
  boolean fits(FileSchema other) {
    return calendar.equals(other.calendar)
        && conversions.entrySet().stream()
            .allMatch(
                each ->
                    other
                        .conversions
                        .getOrDefault(each.getKey(), each.getValue())
                        .equals(each.getValue()));
  }

  /** The columns that either of two that fit has. */
  FileSchema and(FileSchema other) {
    if (conversions.keySet().containsAll(other.conversions.keySet())) {
      return this;
    }
    Map<String, Conversion> all = new TreeMap<>(conversions);
    all.putAll(other.conversions);
    return new FileSchema(all, List.of(), calendar);
  }

  /** Some of the columns. */
  FileSchema only(Set<String> names) {
    Map<String, Conversion> some = new LinkedHashMap<>(conversions);
    some.keySet().retainAll(names);
    return new FileSchema(some, extra, calendar);
  }
}
