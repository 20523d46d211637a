// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import io.sluice.format.SourceFormats;
import io.sluice.intake.RawBatch;
import io.sluice.intake.RawReader;
import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.spark.RowBytes;
import io.sluice.storage.Storage;
import io.sluice.transform.ReadingFailure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * The first records of a file as its format reads them, in their order.
 *
 * @param rejection why the file would be rejected; empty where it would be read
 * @param rows each as the bytes of {@code bytes}
 * @param bytes the meaning of the rows; null where there is none
 * @param records how many the file holds; empty where not all of it was read
 * @param extraColumns names that the schema doesn't have; empty where there are none
 */
record FirstRecords(
    Optional<String> rejection,
    List<byte[]> rows,
    RowBytes bytes,
    OptionalLong records,
    Optional<String> extraColumns) {

  /**
   * Reads them.
   *
   * @param most how many
   */
  static FirstRecords of(
      SparkSession spark, Storage storage, Source source, PreviewedFile file, int most) {
    RawReader reader = SourceFormats.reader(spark, storage, source);
    String name = file.delivery().path();
    RawBatch batch = reader.openHead(file.path(), file.delivery());
    if (batch.rejected().containsKey(name)) {
      return rejected(batch.rejected().get(name));
    }
    OptionalLong counted =
        Optional.ofNullable(batch.counts().get(name))
            .map(count -> OptionalLong.of(count.records()))
            .orElse(OptionalLong.empty());
    RowBytes bytes = batch.rows().map(rows -> new RowBytes(rows.schema())).orElse(null);
    List<byte[]> taken;
    try {
      taken = bytes == null ? List.of() : take(batch.rows().get(), bytes, most + 1);
    } catch (Exception e) { // Spark throws what Java can't foresee
      Optional<String> refusal =
          ReadingFailure.isOne(e) ? reader.refusal(file.path(), e) : Optional.empty();
      if (refusal.isEmpty()) {
        throw e;
      }
      return rejected(refusal.get());
    }
    if (counted.isPresent() && taken.size() != Math.min(counted.getAsLong(), most + 1L)) {
      return rejected(reader.unbalanced(counted.getAsLong(), taken.size()));
    }
    return new FirstRecords(
        Optional.empty(),
        taken.subList(0, Math.min(most, taken.size())),
        bytes,
        counted,
        reader.drift().sample(1).stream().map(each -> "" + each.get("columns")).findFirst());
  }

  private static FirstRecords rejected(String why) {
    return new FirstRecords(
        Optional.of(why), List.of(), null, OptionalLong.empty(), Optional.empty());
  }

  /** Reads no further than it has to: the file's parts one after the other, none to its end. */
  private static List<byte[]> take(Dataset<Row> rows, RowBytes bytes, int most) {
    JavaRDD<InternalRow> read = rows.queryExecution().toRdd().toJavaRDD();
    return read.mapPartitions(each -> (Iterator<byte[]>) new Packed(each, bytes.packer()))
        .take(most);
  }

  private record Packed(Iterator<InternalRow> rows, RowBytes.Packer packer)
      implements Iterator<byte[]> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public byte[] next() {
      return packer.bytes(rows.next());
    }
  }

  /** The raw records, each as a batch of its own, by its number from 1. */
  Dataset<Row> numbered(SparkSession spark) {
    return numbered(spark, bytes, rows, EngineColumns.BATCH);
  }

  /**
   * Rows, and beside each its number from 1.
   *
   * @param bytes the meaning of the rows
   * @param number the name of that column
   */
  static Dataset<Row> numbered(
      SparkSession spark, RowBytes bytes, List<byte[]> rows, String number) {
    List<Row> packed = new ArrayList<>();
    rows.forEach(row -> packed.add(RowFactory.create(row, packed.size() + 1L)));
    StructType schema = new StructType().add("_bytes", BinaryType).add(number, LongType);
    return bytes.unpacked(spark.createDataFrame(packed, schema).coalesce(1));
  }
}
