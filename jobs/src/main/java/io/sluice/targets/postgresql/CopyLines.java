// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import static org.apache.spark.sql.functions.col;

import io.sluice.spark.NestedText;
import io.sluice.targets.NestedJson;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/**
 * Rows in the text format of PostgreSQL's COPY, a line each; Spark's tasks write it. They take
 * Spark's own rows, since an expression that made lines of many columns would be too long for the
 * JVM to compile.
 */
final class CopyLines implements Serializable {
  private static final int PIECE_BYTES = 1 << 18;
  private static final String PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";

  private final List<CopyValue> values;

  private CopyLines(List<CopyValue> values) {
    this.values = values;
  }

  /** Lines, in pieces of about 256 KB. */
  static JavaRDD<byte[]> of(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    CopyLines lines =
        new CopyLines(Arrays.stream(fields).map(field -> CopyValue.of(field.dataType())).toList());
    Dataset<Row> plain =
        rows.select(Arrays.stream(fields).map(CopyLines::plain).toArray(Column[]::new));
    return inSmallPartitions(plain).mapPartitions(lines::pieces);
  }

  private static Column plain(StructField field) {
    Column value = col("`" + field.name() + "`");
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
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.put('\t');
      }
      if (row.isNullAt(i)) {
        out.put("\\N");
      } else {
        values.get(i).write(row, i, out);
      }
    }
    out.put('\n');
  }
}
