// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.refine.Transformation.HASH;
import static io.sluice.refine.Transformation.LANDED;
import static io.sluice.refine.Transformation.ORIGIN;
import static io.sluice.refine.Transformation.PASSES;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.record.EngineColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** The main pass: rows of the records that pass, and the other records, in one dataset. */
final class StagingPass {
  private static final String RECORD = "_record";
  private static final String KEPT = "_kept";

  private final Transformation transformation;
  private final List<String> keyColumns;
  private final SetAsideCodec aside;

  /**
   * @param keyColumns the source columns of the key, as {@link Refiner#keyColumns} has them
   */
  StagingPass(Transformation transformation, List<String> keyColumns) {
    this.transformation = transformation;
    this.keyColumns = keyColumns;
    this.aside = new SetAsideCodec(transformation.pipeline().source());
  }

  /** As {@link Refiner#sift}. */
  Dataset<Row> of(Dataset<Row> raw, DuplicateHints suspicion, Instant publishedAt) {
    Dataset<Row> judged =
        transformation.judged(raw).withColumn(PASSES, col(PASSES).and(isUnsuspected(suspicion)));
    if (transformation.isOneToOne()) {
      return sifted(judged, publishedAt);
    }
    Dataset<Row> failed = judged.where(not(col(PASSES)));
    List<Column> columns = new ArrayList<>();
    for (StructField field : transformation.schema().fields()) {
      Column nothing = lit(null).cast(field.dataType());
      columns.add(
          (field.name().equals(EngineColumns.SOURCE_FILE)
                  ? aside.packed(col(EngineColumns.FILE), col(EngineColumns.LANDED_AT), lit(false))
                  : nothing)
              .as(field.name()));
    }
    return sifted(judged.where(col(PASSES)), publishedAt)
        .union(failed.select(columns.toArray(Column[]::new)));
  }

  /** The raw records that were set aside. */
  Dataset<Row> aside(Dataset<Row> siftedWithoutDate) {
    return aside.unpacked(siftedWithoutDate, col(EngineColumns.SOURCE_FILE));
  }

  /** Of those, the rows of records that passed. */
  Dataset<Row> undated(Dataset<Row> siftedWithoutDate) {
    return aside.passed(siftedWithoutDate, col(EngineColumns.SOURCE_FILE));
  }

  /** As {@link Refiner#kept}. */
  Dataset<Row> kept(Dataset<Row> raw, DuplicateHints suspicion) {
    return transformation
        .rows(
            transformation.judged(raw).where(col(PASSES).and(isUnsuspected(suspicion))),
            List.of(col(EngineColumns.FILE).as(ORIGIN), monotonically_increasing_id().as(RECORD)),
            /* keepEmpty */ false)
        .groupBy(col(ORIGIN).as("file"))
        .agg(countDistinct(col(RECORD)).as("records"));
  }

  private Column isUnsuspected(DuplicateHints suspicion) {
    Column unsuspected = lit(true);
    if (!suspicion.keys().isEmpty()) {
      Column[] texts =
          keyColumns.stream().map(name -> col("`_text_" + name + "`")).toArray(Column[]::new);
      unsuspected = unsuspected.and(not(suspicion.keys().contain(xxhash64(texts))));
    }
    if (!suspicion.records().isEmpty()) {
      unsuspected = unsuspected.and(not(suspicion.records().contain(col(HASH))));
    }
    return unsuspected;
  }

  private Dataset<Row> sifted(Dataset<Row> judged, Instant publishedAt) {
    List<Column> carried = new ArrayList<>(aside.needed());
    carried.add(col(PASSES));
    carried.add(col(HASH));
    carried.add(col(EngineColumns.FILE).as(ORIGIN));
    carried.add(col(EngineColumns.LANDED_AT).as(LANDED));
    Dataset<Row> rows =
        transformation
            .rows(judged, carried, /* keepEmpty */ false)
            .withColumn(KEPT, col(PASSES).and(transformation.isDated()));
    List<Column> columns = new ArrayList<>();
    for (String name : transformation.columns()) {
      Column column = col("`" + name + "`");
      columns.add(
          name.equals(transformation.pipeline().eventDate())
              ? when(col(KEPT), column).as(name)
              : column);
    }
    columns.add(
        when(col(KEPT), col(ORIGIN))
            .otherwise(aside.packed(col(ORIGIN), col(LANDED), col(PASSES)))
            .as(EngineColumns.SOURCE_FILE));
    columns.addAll(transformation.engineColumns(publishedAt));
    return rows.select(columns.toArray(Column[]::new));
  }
}
