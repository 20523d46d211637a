// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.intake.RecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * Writes records as Spark does.
 *
 * @param records types of the records' texts
 */
record ParquetRecordWriter(WrittenRecords records) implements RecordWriter {
  @Override
  public void write(OutputStream out, Iterator<List<String>> all) throws IOException {
    try (ParquetWriter<InternalRow> writer =
        new Builder(new Stream(out), records.schema())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withConf(new Configuration(/* loadDefaults */ false))
            .build()) {
      while (all.hasNext()) {
        writer.write(records.typed(all.next()));
      }
    }
  }

  private static final class Builder extends ParquetWriter.Builder<InternalRow, Builder> {
    private final StructType schema;

    Builder(OutputFile file, StructType schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<InternalRow> getWriteSupport(Configuration hadoop) {
      hadoop.set(ParquetWriteSupport.SPARK_ROW_SCHEMA(), schema.json());
      hadoop.set(SQLConf.PARQUET_WRITE_LEGACY_FORMAT().key(), "false");
      hadoop.set(SQLConf.PARQUET_OUTPUT_TIMESTAMP_TYPE().key(), "TIMESTAMP_MICROS");
      hadoop.set(SQLConf.PARQUET_FIELD_ID_WRITE_ENABLED().key(), "false");
      return new ParquetWriteSupport();
    }
  }

  /** A file that is written to a stream, which the caller closes. */
  private record Stream(OutputStream out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new Counted(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class Counted extends PositionOutputStream {
    private final OutputStream out;
    private long position;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
