// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.FILE;
import static io.sluice.record.EngineColumns.LANDED_AT;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.record.EngineColumns.UNFIT;
import static io.sluice.refine.QuickGuarding.FAILED;
import static io.sluice.refine.Transformation.HASH;
import static io.sluice.refine.Transformation.LANDED;
import static io.sluice.refine.Transformation.ORIGIN;
import static io.sluice.refine.Transformation.PASSES;
import static io.sluice.refine.TypedRecords.RECORD;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.spark.ProjectedRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * The main pass: rows of the records that pass, and every other record as one row without an event
 * date, which holds that record in place of its file.
 *
 * @param keyColumns the source columns of the key, as {@link Refiner#keyColumns} has them
 */
record StagingPass(Transformation transformation, List<String> keyColumns, SetAsideCodec codec) {
  StagingPass(Transformation transformation, List<String> keyColumns) {
    this(transformation, keyColumns, new SetAsideCodec(transformation.typed()));
  }

  /** Stages rows as {@link Refiner#stage} does. */
  Dataset<Row> of(Dataset<Row> raw, DuplicateHints hints, Instant publishedAt) {
    Transformation.Valued validation = transformation.validation(raw);
    Column passes = validation.value().and(isAlone(hints));
    Dataset<Row> typed = validation.records();
    if (transformation.isOneToOne()) {
      return staged(typed, passes, publishedAt);
    }
    Dataset<Row> validated = typed.withColumn(PASSES, passes);
    Dataset<Row> failed = validated.where(not(col(PASSES)));
    List<Column> columns = new ArrayList<>();
    for (StructField field : transformation.schema().fields()) {
      Column value =
          field.name().equals(SOURCE_FILE)
              ? codec.packed(col(FILE), col(LANDED_AT), lit(false))
              : lit(null).cast(field.dataType());
      columns.add(value.as(field.name()));
    }
    return staged(validated.where(col(PASSES)), col(PASSES), publishedAt)
        .union(failed.select(columns.toArray(Column[]::new)));
  }

  /** The raw records that were set aside. */
  Dataset<Row> setAside(Dataset<Row> withoutDate) {
    return codec.unpacked(withoutDate, col(SOURCE_FILE));
  }

  /** Of those, the rows of records that passed. */
  Dataset<Row> undated(Dataset<Row> withoutDate) {
    return codec.passed(withoutDate, col(SOURCE_FILE));
  }

  /** Selects rows as {@link Refiner#kept} does. */
  Dataset<Row> kept(Dataset<Row> raw, DuplicateHints hints) {
    return transformation
        .rows(
            transformation.validated(raw).where(col(PASSES).and(isAlone(hints))),
            List.of(col(FILE).as(ORIGIN), col(RECORD)),
            /* keepEmpty */ false,
            new QuickGuarding())
        .where(not(col(FAILED)))
        .groupBy(col(ORIGIN).as("file"))
        .agg(countDistinct(col(RECORD)).as("records"));
  }

  /** True where nothing hints at another record with the same key. */
  private Column isAlone(DuplicateHints hints) {
    Column alone = lit(true);
    if (!hints.keys().isEmpty()) {
      Column[] texts =
          keyColumns.stream()
              .map(transformation.pipeline().source().schema()::apply)
              .map(transformation.typed()::text)
              .toArray(Column[]::new);
      alone = alone.and(not(hints.keys().contain(xxhash64(texts))));
    }
    if (!hints.records().isEmpty()) {
      alone = alone.and(not(hints.records().contain(col(HASH))));
    }
    return alone;
  }

  private Dataset<Row> staged(Dataset<Row> typed, Column passes, Instant publishedAt) {
    List<Column> carried = new ArrayList<>(List.of(col(TypedRecords.RAW), col(UNFIT)));
    carried.addAll(List.of(passes.as(PASSES), col(HASH)));
    carried.addAll(List.of(col(FILE).as(ORIGIN), col(LANDED_AT).as(LANDED)));
    Dataset<Row> rows =
        transformation.rows(typed, carried, /* keepEmpty */ false, new QuickGuarding());
    Column isKept = col(PASSES).and(not(col(FAILED))).and(transformation.isDated());
    List<Column> columns = new ArrayList<>();
    for (String name : transformation.columns()) {
      boolean isDate = name.equals(transformation.pipeline().eventDate());
      columns.add(isDate ? when(isKept, named(name)).as(name) : named(name));
    }
    columns.add(
        when(isKept, col(ORIGIN))
            .otherwise(codec.packed(col(ORIGIN), col(LANDED), col(PASSES)))
            .as(SOURCE_FILE));
    columns.addAll(transformation.engineColumns(publishedAt));
    return ProjectedRows.of(rows.select(columns.toArray(Column[]::new)));
  }
}
