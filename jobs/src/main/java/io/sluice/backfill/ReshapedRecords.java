// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.RECORD_TEXT;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static io.sluice.relation.QuarantineTable.RECORD;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.to_json;

import io.sluice.refine.ValidatedRecords;
import io.sluice.relation.QuarantineTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * Records of quarantine whose text has the fields of another schema than there is now, and so
 * another id. They are known again by the values of the fields that both schemas have.
 *
 * @param today the same files' records by today's schema
 * @param fields the names of the columns that this has
 */
record ReshapedRecords(ValidatedRecords today, List<String> fields) {
  private static final String SHAPE = "_shape";
  private static final String VALUES = "_values";
  private static final String PLACE = "_place";
  private static final String OCCURRENCE = "_occurrence";
  private static final String[] SAME = {BATCH_ID, FILE, VALUES, PLACE};

  /**
   * The {@code id} that each record has by today's schema; the same where it isn't found.
   *
   * @param kept rows of quarantine
   */
  Dataset<Row> ids(Dataset<Row> kept) {
    Dataset<Row> shaped = kept.withColumn(SHAPE, expr("json_object_keys(%s)".formatted(RECORD)));
    Dataset<Row> own = kept.select(ID);
    for (List<String> shape : others(shaped)) {
      Column isOf =
          col(SHAPE)
              .equalTo(array(shape.stream().map(ReshapedRecords::text).toArray(Column[]::new)));
      List<String> common = fields.stream().filter(shape::contains).toList();
      Dataset<Row> found =
          placed(shaped.where(isOf).withColumnRenamed(ID, "_old"), common, col("_old"))
              .join(placed(numbered(), common, col(OCCURRENCE), col(RECORD)), SAME)
              .select("_old", ID);
      own =
          own.join(found.select("_old"), own.col(ID).equalTo(found.col("_old")), "left_anti")
              .union(found.select(ID));
    }
    return own.distinct();
  }

  /** The fields that texts have which another schema has written. */
  private List<List<String>> others(Dataset<Row> shaped) {
    List<List<String>> others = new ArrayList<>();
    for (Row row : shaped.where(col(SHAPE).isNotNull()).select(SHAPE).distinct().collectAsList()) {
      List<String> shape = row.getList(0);
      if (!shape.equals(fields)) {
        others.add(shape);
      }
    }
    return others;
  }

  /** {@code batch_id, file, record, _occurrence, id} of every record. */
  private Dataset<Row> numbered() {
    Dataset<Row> passed =
        today
            .candidates()
            .select(
                col(BATCH), col(SOURCE_FILE).as(FILE), col(RECORD_TEXT).as(RECORD), col(RECORD_ID))
            .distinct()
            .drop(RECORD_ID);
    return numbered(passed).union(numbered(today.failed().select(BATCH, FILE, RECORD)));
  }

  private static Dataset<Row> numbered(Dataset<Row> records) {
    return records
        .withColumn(
            OCCURRENCE, row_number().over(Window.partitionBy(BATCH, FILE, RECORD).orderBy(RECORD)))
        .select(
            col(BATCH).as(BATCH_ID),
            col(FILE),
            col(RECORD),
            col(OCCURRENCE),
            QuarantineTable.id(col(FILE), col(OCCURRENCE), col(RECORD)).as(ID));
  }

  /** With some fields' values, and the place among the records that have the same. */
  private static Dataset<Row> placed(Dataset<Row> records, List<String> names, Column... order) {
    Column values =
        from_json(
            col(RECORD),
            DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType),
            Map.of());
    Column[] each = names.stream().map(name -> values.getItem(name)).toArray(Column[]::new);
    return records
        .withColumn(VALUES, to_json(array(each)))
        .withColumn(
            PLACE, row_number().over(Window.partitionBy(BATCH_ID, FILE, VALUES).orderBy(order)));
  }

  private static Column text(String value) {
    return org.apache.spark.sql.functions.lit(value);
  }
}
