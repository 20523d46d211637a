// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;

import io.sluice.intake.FileOrigin;
import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.spark.InternalRows;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads the files of a group into raw rows. */
record ParquetGroupReader(SparkSession spark, Storage storage, Source source) {
  private static final String FILE_PATH = "_metadata.file_path";

  /** Spark interprets nothing, and finds out where a page isn't what its writer has put there. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "datetimeRebaseMode", "CORRECTED",
          "mergeSchema", "false",
          "parquet.page.verify-checksum.enabled", "true");

  Dataset<Row> read(ParquetGroup group) {
    return read(group, group.columns());
  }

  /** The same with values in some columns alone. */
  Dataset<Row> read(ParquetGroup group, Set<String> names) {
    return read(group, group.columns().only(names));
  }

  private Dataset<Row> read(ParquetGroup group, FileSchema files) {
    StructType asked = new StructType();
    List<Column> columns = new ArrayList<>();
    for (StructField field : source.schema().fields()) {
      Conversion conversion = files.conversions().get(field.name());
      if (conversion != null) {
        asked = asked.add(field.name(), conversion.readType());
        columns.add(named(field.name()));
      }
    }
    columns.addAll(FileOrigin.columns(storage, group.files(), col(FILE_PATH)));
    Dataset<Row> rows =
        spark
            .read()
            .options(OPTIONS)
            // Where the writer is unknown, Spark refuses to read what is ambiguous.
            .option("int96RebaseMode", files.calendar().int96() ? "CORRECTED" : "EXCEPTION")
            .schema(asked)
            .parquet(paths(group))
            .select(columns.toArray(Column[]::new));
    return InternalRows.mapped(rows, rawSchema(), ParquetRows.of(source, files));
  }

  private StructType rawSchema() {
    StructType schema = new StructType();
    for (StructField field : new ParquetTyping(source).rawFields()) {
      schema = schema.add(field);
    }
    return schema
        .add(EngineColumns.LINE, DataTypes.StringType)
        .add(EngineColumns.UNFIT, DataTypes.IntegerType)
        .add(EngineColumns.FILE, DataTypes.StringType)
        .add(EngineColumns.LANDED_AT, DataTypes.TimestampType);
  }

  private static String[] paths(ParquetGroup group) {
    return group.files().keySet().stream().map(Storage::literal).toArray(String[]::new);
  }
}
