// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table as SQL names it.
 *
 * @param name with its schema, or without
 */
record PgTable(String name) {
  private record Found(String name, String type, boolean isOptional) {}

  /** Name in quotes, as it was written: upper and lower case differ. */
  String quoted() {
    return List.of(name.split("\\.")).stream()
        .map(PgColumn::quoted)
        .collect(Collectors.joining("."));
  }

  /** The table of that name in the same schema. */
  PgTable beside(String other) {
    int dot = name.indexOf('.');
    return new PgTable(name.substring(0, dot + 1) + other);
  }

  boolean exists(PgSession session) throws SQLException {
    return session.finds("select 1 where to_regclass(?) is not null", quoted());
  }

  boolean hasRows(PgSession session) throws SQLException {
    return session.finds("select 1 from %s limit 1".formatted(quoted()));
  }

  /** What keeps rows with these columns from being put into it, each naming both sides. */
  List<String> differences(PgSession session, List<PgColumn> wanted) throws SQLException {
    Map<String, Found> found = found(session);
    List<String> differences = new ArrayList<>();
    for (PgColumn column : wanted) {
      Found there = found.remove(column.name());
      if (there == null) {
        differences.add(
            "it has no column %s, which would be %s".formatted(column.name(), column.type()));
      } else if (!column.fits(there.type())) {
        differences.add(
            "its column %s is %s, and %s is needed"
                .formatted(column.name(), there.type(), column.type()));
      }
    }
    found.values().stream()
        .filter(column -> !column.isOptional())
        .forEach(
            column ->
                differences.add(
                    "its column %s must not be null, and the export has none of that name"
                        .formatted(column.name())));
    return differences;
  }

  /** These columns, with the types that they have in it. */
  List<PgColumn> columns(PgSession session, List<PgColumn> wanted) throws SQLException {
    Map<String, Found> found = found(session);
    return wanted.stream().map(column -> column.as(found.get(column.name()).type())).toList();
  }

  private Map<String, Found> found(PgSession session) throws SQLException {
    Map<String, Found> found = new TreeMap<>();
    session
        .query(
            "select attname, format_type(atttypid, atttypmod),"
                + " not attnotnull or atthasdef or attidentity <> ''"
                + " from pg_attribute where attrelid = to_regclass(?) and attnum > 0"
                + " and not attisdropped",
            row -> new Found(row.getString(1), row.getString(2), row.getBoolean(3)),
            quoted())
        .forEach(column -> found.put(column.name(), column));
    return found;
  }

  /** Says whether one of its unique constraints or indexes is over just these columns. */
  boolean isUniqueBy(PgSession session, List<String> key) throws SQLException {
    List<Set<String>> indexes =
        session.query(
            "select array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid"
                + " and a.attnum = any(i.indkey)) from pg_index i"
                + " where i.indrelid = to_regclass(?) and i.indisunique and i.indisvalid"
                + " and i.indpred is null and i.indexprs is null",
            row -> new HashSet<>(List.of((String[]) row.getArray(1).getArray())),
            quoted());
    return indexes.contains(new HashSet<>(key));
  }
}
