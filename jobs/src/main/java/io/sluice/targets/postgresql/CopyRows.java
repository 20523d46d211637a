// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import static io.sluice.spark.NamedColumns.named;

import io.sluice.spark.NestedText;
import io.sluice.targets.NestedJson;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/**
 * Rows in the binary format of PostgreSQL's COPY; Spark's tasks write it. They take Spark's own
 * rows: an expression that made bytes of many columns would be too long for the JVM to compile.
 */
final class CopyRows implements Serializable {
  private static final int PIECE_BYTES = 1 << 18;
  private static final String PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";

  private final List<CopyValue> values;

  private CopyRows(List<CopyValue> values) {
    this.values = values;
  }

  /**
   * The rows in pieces of about 256 KB.
   *
   * @param columns those of the table, in the order of the rows'
   */
  static JavaRDD<byte[]> of(Dataset<Row> rows, List<PgColumn> columns) {
    StructField[] fields = rows.schema().fields();
    CopyRows format =
        new CopyRows(
            IntStream.range(0, fields.length)
                .mapToObj(i -> CopyValue.of(fields[i].dataType(), columns.get(i).type()))
                .toList());
    Dataset<Row> plain =
        rows.select(Arrays.stream(fields).map(CopyRows::plain).toArray(Column[]::new));
    return inSmallPartitions(plain).mapPartitions(format::pieces);
  }

  private static Column plain(StructField field) {
    Column value = named(field.name());
    return NestedText.isNested(field.dataType()) ? NestedJson.of(value) : value;
  }

  /** So that the first ones are there soon, and no more than some megabytes are held at a time. */
  private static JavaRDD<InternalRow> inSmallPartitions(Dataset<Row> rows) {
    RuntimeConfig settings = rows.sparkSession().conf();
    Option<String> before = settings.getOption(PARTITION_BYTES);
    settings.set(PARTITION_BYTES, "8MB");
    try {
      return rows.queryExecution().toRdd().toJavaRDD();
    } finally {
      before.foreach(
          value -> {
            settings.set(PARTITION_BYTES, value);
            return null;
          });
      if (before.isEmpty()) {
        settings.unset(PARTITION_BYTES);
      }
    }
  }

  private Iterator<byte[]> pieces(Iterator<InternalRow> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public byte[] next() {
        CopyBuffer piece = new CopyBuffer(PIECE_BYTES + PIECE_BYTES / 4);
        while (rows.hasNext() && piece.size() < PIECE_BYTES) {
          write(rows.next(), piece);
        }
        return piece.toByteArray();
      }
    };
  }

  private void write(InternalRow row, CopyBuffer out) {
    out.startRow(values.size());
    for (int i = 0; i < values.size(); i++) {
      if (row.isNullAt(i)) {
        out.nullValue();
      } else {
        values.get(i).write(row, i, out);
      }
    }
  }
}
