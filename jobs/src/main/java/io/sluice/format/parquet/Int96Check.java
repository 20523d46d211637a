// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.text.Escaped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Looks for INT96 times that are finer than microseconds: Spark, which has no other way to read
 * them, cuts off what it can't keep.
 */
final class Int96Check {
  private static final long NANOS_PER_MICRO = 1_000;

  private Int96Check() {}

  /**
   * @param names the columns that are read
   * @throws Rejected where one of their times can't be kept
   */
  static void require(Path file, Configuration hadoop, MessageType schema, Set<String> names)
      throws IOException, Rejected {
    List<Type> times =
        schema.getColumns().stream()
            .filter(Int96Check::isOne)
            .map(column -> column.getPath()[0])
            .distinct()
            .filter(names::contains)
            .map(schema::getType)
            .toList();
    if (times.isEmpty()) {
      return;
    }
    MessageType read = new MessageType(schema.getName(), times);
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      reader.setRequestedSchema(read);
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        ColumnReadStore columns =
            new ColumnReadStoreImpl(
                pages,
                new GroupRecordConverter(read).getRootConverter(),
                read,
                reader.getFileMetaData().getCreatedBy());
        for (ColumnDescriptor column : read.getColumns()) {
          if (isOne(column)) {
            long count = pages.getPageReader(column).getTotalValueCount();
            require(column, columns.getColumnReader(column), count);
          }
        }
      }
    }
  }

  private static boolean isOne(ColumnDescriptor column) {
    return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT96;
  }

  private static void require(ColumnDescriptor column, ColumnReader values, long count)
      throws Rejected {
    for (long i = 0; i < count; i++) {
      if (values.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()) {
        ByteBuffer value = values.getBinary().toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (value.getLong(value.position()) % NANOS_PER_MICRO != 0) {
          throw Rejected.mismatch(
              "column %s holds times of INT96 that are finer than microseconds, which no TIMESTAMP is; write it with microseconds, and land it again",
              Escaped.quoted(String.join(".", column.getPath())));
        }
      }
      values.consume();
    }
  }
}
