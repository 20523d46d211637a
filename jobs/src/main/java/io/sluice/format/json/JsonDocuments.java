// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.intake.Delivery;
import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.record.FieldFaults;
import io.sluice.spark.InternalRows;
import io.sluice.storage.Storage;
import io.sluice.unpack.Unpacked;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Reads the records of documents into raw rows: files by the dozen to a task, none split. */
record JsonDocuments(SparkSession spark, Storage storage, Source source) {
  private static final long BYTES_PER_TASK = 64 << 20;

  /** One document. */
  private record Document(String path, String file, long landedMicros, long size)
      implements Serializable {}

  /** Documents of one task. */
  private record Share(ArrayList<Document> documents, long size) implements Serializable {
    Share with(Document document) {
      documents.add(document);
      return new Share(documents, size + document.size());
    }
  }

  Dataset<Row> read(Map<Path, Delivery> files) {
    List<Share> shares = shares(files);
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    List<String> records = JsonFormat.options(source).records();
    StructType schema =
        new StructType()
            .add(JsonTyping.TEXT, DataTypes.StringType)
            .add(EngineColumns.LINE, DataTypes.StringType)
            .add(EngineColumns.UNFIT, DataTypes.IntegerType)
            .add(EngineColumns.FILE, DataTypes.StringType)
            .add(EngineColumns.LANDED_AT, DataTypes.TimestampType);
    return InternalRows.of(
        spark,
        schema,
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(shares, shares.size())
            .flatMap(share -> new Records(share.documents().iterator(), records, hadoop.value())));
  }

  /** Files spread over tasks, so that all have about the same to do. */
  private List<Share> shares(Map<Path, Delivery> files) {
    long bytes = files.values().stream().mapToLong(Delivery::size).sum();
    long wanted = Math.max(spark.sparkContext().defaultParallelism(), bytes / BYTES_PER_TASK + 1);
    PriorityQueue<Share> shares = new PriorityQueue<>(Comparator.comparingLong(Share::size));
    for (long i = 0; i < Math.min(wanted, files.size()); i++) {
      shares.add(new Share(new ArrayList<>(), 0));
    }
    files.entrySet().stream()
        .map(file -> document(file.getKey(), file.getValue()))
        .sorted(Comparator.comparingLong(Document::size).reversed())
        .forEach(document -> shares.add(shares.remove().with(document)));
    return List.copyOf(shares);
  }

  private static Document document(Path path, Delivery delivery) {
    return new Document(
        path.toString(),
        delivery.path(),
        delivery.modifiedAt().toEpochMilli() * 1000,
        delivery.size());
  }

  /** The records of some documents, each opened when the one before has ended. */
  private static final class Records implements Iterator<InternalRow> {
    private final Iterator<Document> documents;
    private final List<String> path;
    private final Configuration hadoop;
    private Document document;
    private JsonDocument open;
    private byte[] next;

    Records(Iterator<Document> documents, List<String> path, Configuration hadoop) {
      this.documents = documents;
      this.path = path;
      this.hadoop = hadoop;
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> closeAtEnd());
      advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public InternalRow next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      InternalRow row =
          new GenericInternalRow(
              new Object[] {
                UTF8String.fromBytes(next),
                null,
                FieldFaults.FIT,
                UTF8String.fromString(document.file()),
                document.landedMicros()
              });
      advance();
      return row;
    }

    private void advance() {
      try {
        next = open == null ? null : open.next();
        while (next == null && documents.hasNext()) {
          close();
          document = documents.next();
          Path file = new Path(document.path());
          open =
              new JsonDocument(
                  Unpacked.of(file.getFileSystem(hadoop).open(file)), path, (bytes, length) -> {});
          next = open.next();
        }
        if (next == null) {
          close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void closeAtEnd() {
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void close() throws IOException {
      if (open != null) {
        open.close();
        open = null;
      }
    }
  }
}
