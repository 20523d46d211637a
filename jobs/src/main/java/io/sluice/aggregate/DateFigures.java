package io.sluice.aggregate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
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
 * What an aggregation says about one event date, in short.
 *
 * @param sums of the DECIMAL columns, by name
 * @param fingerprint a sum over the rows' hashes: other rows give another one
 */
record DateFigures(long rows, Map<String, BigDecimal> sums, BigDecimal fingerprint) {

  /** Of no rows, with the columns of others. */
  DateFigures ofNothing() {
    Map<String, BigDecimal> zeros = new LinkedHashMap<>(sums);
    zeros.replaceAll((column, sum) -> BigDecimal.ZERO.setScale(sum.scale()));
    return new DateFigures(0, zeros, BigDecimal.ZERO);
  }

  boolean hasOtherRowsThan(DateFigures others) {
    return rows != others.rows || fingerprint.compareTo(others.fingerprint) != 0;
  }

  /**
   * The figures of each date that has rows. Rows without a date stand under null, which sorts
   * first.
   *
   * @param stable the columns whose values make rows equal
   */
  static SortedMap<LocalDate, DateFigures> of(
      Dataset<Row> rows, String eventDate, List<String> stable) {
    List<String> decimals = new ArrayList<>();
    List<Column> figures = new ArrayList<>();
    Column hash =
        xxhash64(
            stable.stream()
                .map(name -> hashable(rows.schema().apply(name)))
                .toArray(Column[]::new));
    figures.add(sum(hash.cast("decimal(38,0)")));
    for (StructField field : rows.schema().fields()) {
      if (field.dataType() instanceof DecimalType type) {
        decimals.add(field.name());
        figures.add(
            coalesce(
                sum(col("`" + field.name() + "`").cast(widest(type))), lit(0).cast(widest(type))));
      }
    }
    SortedMap<LocalDate, DateFigures> byDate =
        new TreeMap<>(java.util.Comparator.nullsFirst(java.util.Comparator.naturalOrder()));
    for (Row row :
        rows.groupBy(col("`" + eventDate + "`"))
            .agg(count(lit(1)), figures.toArray(Column[]::new))
            .collectAsList()) {
      Map<String, BigDecimal> sums = new LinkedHashMap<>();
      for (int i = 0; i < decimals.size(); i++) {
        sums.put(decimals.get(i), row.getDecimal(3 + i));
      }
      byDate.put(
          row.isNullAt(0) ? null : row.getDate(0).toLocalDate(),
          new DateFigures(row.getLong(1), sums, row.getDecimal(2)));
    }
    return byDate;
  }

  /** Spark hashes no maps, and equal numbers of other precision to other hashes. */
  private static Column hashable(StructField field) {
    Column column = col("`" + field.name() + "`");
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
