// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.folder;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.base64;

import io.sluice.pipeline.Destination.FileFormat;
import io.sluice.spark.NestedText;
import io.sluice.targets.NestedJson;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Writes rows as files of a format into a folder that has no readers yet. */
final class RowFiles {
  private RowFiles() {}

  /**
   * @param dateColumn the column by which rows are laid into folders
   */
  static void write(
      Dataset<Row> rows, Optional<String> dateColumn, FileFormat format, Path folder) {
    Dataset<Row> laid = dateColumn.map(date -> rows.repartition(named(date))).orElse(rows);
    DataFrameWriter<Row> writer =
        (format == FileFormat.CSV ? texts(laid) : laid)
            .write()
            .mode(SaveMode.Overwrite)
            .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    dateColumn.ifPresent(writer::partitionBy);
    switch (format) {
      case PARQUET -> writer.parquet(folder.toString());
      case CSV ->
          writer
              .option("header", "true")
              .option("escape", "\"")
              .option("ignoreLeadingWhiteSpace", "false")
              .option("ignoreTrailingWhiteSpace", "false")
              .csv(folder.toString());
    }
  }

  /** Every value as text: what has parts as JSON, bytes in base 64. */
  private static Dataset<Row> texts(Dataset<Row> rows) {
    return rows.select(
        Arrays.stream(rows.schema().fields())
            .map(field -> text(field).as(field.name()))
            .toArray(Column[]::new));
  }

  private static Column text(StructField field) {
    Column value = named(field.name());
    if (field.dataType().equals(DataTypes.BinaryType)) {
      return base64(value);
    }
    return NestedText.isNested(field.dataType()) ? NestedJson.of(value) : value.cast("string");
  }
}
