// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * What the first aggregation computes for each day: how many rows there are, and the sums of
 * amounts, by something that has few values.
 *
 * @param by the column by which days are divided, if there is one
 * @param sums columns that are added up
 * @param count name of the column with the number of rows
 */
public record DailyFigures(
    String relation, Optional<OutputColumn> by, List<OutputColumn> sums, String count) {
  private static final int MOST_SUMS = 3;
  private static final int MOST_KINDS = 20;
  private static final int RECORDS_PER_KIND = 3;
  private static final List<String> KINDS =
      List.of(
          "status",
          "state",
          "type",
          "kind",
          "category",
          "country",
          "region",
          "channel",
          "currency",
          "land",
          "kategorie",
          "art",
          "typ",
          "store",
          "shop",
          "filiale");

  static DailyFigures of(
      String table,
      List<OutputColumn> columns,
      List<OutputColumn> key,
      EventDate eventDate,
      int records) {
    Optional<OutputColumn> by =
        columns.stream()
            .filter(
                each ->
                    !each.hasParts() && each.isText() && !each.isPersonal() && !key.contains(each))
            .filter(each -> !each.name().equals(eventDate.name()))
            .filter(each -> hasFewKinds(each, records))
            .min(Comparator.comparingInt(DailyFigures::rank));
    List<OutputColumn> sums =
        columns.stream()
            .filter(each -> !each.hasParts() && !key.contains(each) && isSummed(each))
            .limit(MOST_SUMS)
            .toList();
    Set<String> names = new HashSet<>(sums.stream().map(DailyFigures::sumName).toList());
    by.ifPresent(column -> names.add(column.name()));
    names.add(eventDate.name());
    String count = names.contains("count_rows") ? "number_of_rows" : "count_rows";
    return new DailyFigures("daily_" + table, by, sums, count);
  }

  /** Name of the column with the sums of another. */
  public static String sumName(OutputColumn column) {
    return "sum_" + column.name();
  }

  private static boolean isSummed(OutputColumn column) {
    boolean isExact =
        column.type() instanceof DecimalType || column.type().equals(DataTypes.IntegerType);
    return isExact && (column.hint().isMoney() || column.hint().isQuantity());
  }

  private static boolean hasFewKinds(OutputColumn column, int records) {
    Set<Object> kinds = new HashSet<>();
    for (int i = 0; i < records && kinds.size() <= MOST_KINDS; i++) {
      Object value = column.value(i);
      if (value != null) {
        kinds.add(value);
      }
    }
    return kinds.size() > 1
        && kinds.size() <= MOST_KINDS
        && kinds.size() * RECORDS_PER_KIND <= records;
  }

  private static int rank(OutputColumn column) {
    return column.hint().words().stream()
        .mapToInt(KINDS::indexOf)
        .filter(i -> i >= 0)
        .min()
        .orElse(KINDS.size());
  }
}
