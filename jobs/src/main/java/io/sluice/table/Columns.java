// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Comparison of columns by name and type: neither their order matters, nor what may be null. */
final class Columns {
  private Columns() {}

  /**
   * Ways in which some columns differ from those expected, such as {@code day is missing}.
   *
   * @param owner whose columns the expected ones are, such as {@code the table}
   */
  static List<String> differences(StructType expected, StructType columns, String owner) {
    List<String> differences = new ArrayList<>();
    for (StructField field : expected.fields()) {
      if (!List.of(columns.fieldNames()).contains(field.name())) {
        differences.add(field.name() + " is missing");
      } else if (!isSame(columns.apply(field.name()), field)) {
        differences.add(
            "%s is %s, %s has %s"
                .formatted(
                    field.name(),
                    columns.apply(field.name()).dataType().sql(),
                    owner,
                    field.dataType().sql()));
      }
    }
    Stream.of(columns.fieldNames())
        .filter(name -> !List.of(expected.fieldNames()).contains(name))
        .forEach(name -> differences.add("%s is not in %s".formatted(name, owner)));
    return differences;
  }

  /**
   * The same without columns that are merely new: rows that lack these have nulls.
   *
   * @param owner as above
   */
  static List<String> differencesButNew(StructType expected, StructType columns, String owner) {
    StructType known = new StructType();
    for (StructField field : columns.fields()) {
      known = List.of(expected.fieldNames()).contains(field.name()) ? known.add(field) : known;
    }
    return differences(expected, known, owner);
  }

  /** Columns that are not among those of a table. */
  static List<StructField> added(StructType table, StructType columns) {
    return Stream.of(columns.fields())
        .filter(field -> !List.of(table.fieldNames()).contains(field.name()))
        .toList();
  }

  private static boolean isSame(StructField one, StructField other) {
    return one.dataType().asNullable().equals(other.dataType().asNullable());
  }
}
