// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static io.sluice.spark.NamedColumns.named;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.spark.ExactSum;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Checksum of an aggregation's rows of one event date.
 *
 * @param sums of the DECIMAL columns, by name
 * @param fingerprint a sum over the rows' hashes: other rows give another one
 */
record DateChecksum(long rows, Map<String, BigDecimal> sums, BigDecimal fingerprint) {
  private static final String SIDE = "sluice_side";
  private static final String DATE = "sluice_date";
  private static final String HASH = "sluice_hash";

  /** Checksum of no rows, with the same columns. */
  DateChecksum ofNothing() {
    Map<String, BigDecimal> zeros = new LinkedHashMap<>(sums);
    zeros.replaceAll((column, sum) -> BigDecimal.ZERO.setScale(sum.scale()));
    return new DateChecksum(0, zeros, BigDecimal.ZERO);
  }

  boolean hasOtherRowsThan(DateChecksum others) {
    return rows != others.rows || fingerprint.compareTo(others.fingerprint) != 0;
  }

  /**
   * The figures of each date that has rows. Rows without a date are under null, which sorts first.
   *
   * @param stable the columns whose values make rows equal
   */
  static SortedMap<LocalDate, DateChecksum> of(
      Dataset<Row> rows, String eventDate, List<String> stable) {
    return collect(figured(rows, eventDate, stable, "rows"), ExactSum.of(rows.schema()))
        .get("rows");
  }

  /** The same of rows that were there before and of those in their place, in one Spark job. */
  static BeforeAndAfter of(
      Dataset<Row> before, Dataset<Row> after, String eventDate, List<String> stable) {
    Map<String, SortedMap<LocalDate, DateChecksum>> both =
        collect(
            figured(before, eventDate, stable, "before")
                .unionByName(figured(after, eventDate, stable, "after")),
            ExactSum.of(after.schema()));
    return new BeforeAndAfter(both.get("before"), both.get("after"));
  }

  /** Figures of the rows of some dates, and of those that come in their place. */
  record BeforeAndAfter(
      SortedMap<LocalDate, DateChecksum> before, SortedMap<LocalDate, DateChecksum> after) {}

  /** A row for each row, with what is summed up, and the name of the side it is on. */
  private static Dataset<Row> figured(
      Dataset<Row> rows, String eventDate, List<String> stable, String side) {
    List<Column> columns = new ArrayList<>();
    columns.add(lit(side).as(SIDE));
    columns.add(named(eventDate).as(DATE));
    Column hash =
        xxhash64(
            stable.stream()
                .map(name -> hashable(rows.schema().apply(name)))
                .toArray(Column[]::new));
    columns.add(hash.cast("decimal(38,0)").as(HASH));
    ExactSum.of(rows.schema()).forEach(sum -> columns.addAll(sum.summands()));
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Map<String, SortedMap<LocalDate, DateChecksum>> collect(
      Dataset<Row> figured, List<ExactSum> decimals) {
    List<Column> sums = new ArrayList<>();
    sums.add(sum(col(HASH)));
    decimals.forEach(decimal -> sums.addAll(decimal.sums()));
    Map<String, SortedMap<LocalDate, DateChecksum>> bySide = new HashMap<>();
    for (String side : List.of("rows", "before", "after")) {
      bySide.put(side, new TreeMap<>(nullsFirst(naturalOrder())));
    }
    for (Row row :
        figured
            .groupBy(col(SIDE), col(DATE))
            .agg(count(lit(1)), sums.toArray(Column[]::new))
            .collectAsList()) {
      Map<String, BigDecimal> byColumn = new LinkedHashMap<>();
      for (int i = 0; i < decimals.size(); i++) {
        ExactSum decimal = decimals.get(i);
        byColumn.put(decimal.column(), decimal.value(row, 4 + ExactSum.PARTS * i));
      }
      bySide
          .get(row.getString(0))
          .put(
              row.isNullAt(1) ? null : row.getDate(1).toLocalDate(),
              new DateChecksum(row.getLong(2), byColumn, row.getDecimal(3)));
    }
    return bySide;
  }

  /** Spark hashes no maps, and equal numbers of other precision to other hashes. */
  private static Column hashable(StructField field) {
    Column column = named(field.name());
    if (field.dataType() instanceof DecimalType type) {
      return column.cast(widest(type));
    }
    boolean isNested =
        field.dataType() instanceof MapType
            || field.dataType() instanceof ArrayType
            || field.dataType() instanceof StructType;
    return isNested ? to_json(struct(column)) : column;
  }

  private static DecimalType widest(DecimalType type) {
    return new DecimalType(DecimalType.MAX_PRECISION(), type.scale());
  }
}
