// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.intake.Delivery;
import io.sluice.intake.FileOrigin;
import io.sluice.record.EngineColumns;
import io.sluice.record.FieldFaults;
import io.sluice.record.FieldText;
import io.sluice.spark.JavaFunction;
import io.sluice.storage.Storage;
import io.sluice.unpack.SniffingCodec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads the lines of files into raw rows. Public because generated code calls it. */
public final class JsonLines implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String VALUE = "value";

  /** A byte order mark. */
  private static final UTF8String MARK = UTF8String.fromString("\uFEFF");

  private JsonLines() {}

  /**
   * @param ending of the files' names, where they have to be unpacked; else empty
   */
  static Dataset<Row> read(
      SparkSession spark, Storage storage, Map<Path, Delivery> files, String ending) {
    String[] paths = files.keySet().stream().map(Storage::literal).toArray(String[]::new);
    List<Column> columns = new ArrayList<>();
    columns.add(col(VALUE).as(JsonTyping.TEXT));
    columns.add(lit(null).cast("string").as(EngineColumns.LINE));
    columns.add(lit(FieldFaults.FIT).as(EngineColumns.UNFIT));
    columns.addAll(FileOrigin.columns(storage, files, col("path")));
    return spark
        .read()
        .options(SniffingCodec.options(ending))
        .option("lineSep", "\n") // else a CR between two fields would end a line
        .text(paths)
        .select(col(VALUE), col("_metadata.file_path").as("path"))
        .where(JavaFunction.call(new JsonLines(), "isRecord", DataTypes.BooleanType, col(VALUE)))
        .select(columns.toArray(Column[]::new));
  }

  /** False for a line of blanks. */
  public Boolean isRecord(UTF8String line) {
    int i = line.startsWith(MARK) ? MARK.numBytes() : 0;
    while (i < line.numBytes() && LineScanner.isBlank(FieldText.at(line, i))) {
      i++;
    }
    return i < line.numBytes();
  }
}
