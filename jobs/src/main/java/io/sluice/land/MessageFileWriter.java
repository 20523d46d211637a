// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;

/** Writes the messages of a Spark task into the files of their ranges, under hidden names. */
final class MessageFileWriter implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final long serialVersionUID = 1;

  /** Columns of what a task tells of each file. */
  static final StructType WRITTEN =
      new StructType()
          .add("topic", DataTypes.StringType)
          .add("partition", DataTypes.IntegerType)
          .add("messages", DataTypes.LongType);

  private final OutputWriterFactory factory;
  private final StructType schema;
  private final SerializableConfiguration hadoop;
  private final String landing;
  private final ArrayList<OffsetRange> files;
  private final int topic;
  private final int partition;
  private final int offset;

  MessageFileWriter(
      OutputWriterFactory factory,
      StructType schema,
      SerializableConfiguration hadoop,
      String landing,
      List<OffsetRange> files) {
    this.factory = factory;
    this.schema = schema;
    this.hadoop = hadoop;
    this.landing = landing;
    this.files = new ArrayList<>(files);
    this.topic = schema.fieldIndex("topic");
    this.partition = schema.fieldIndex("partition");
    this.offset = schema.fieldIndex("offset");
  }

  /** The range of a partition, of which there is one at most. */
  Optional<OffsetRange> range(String itsTopic, int itsPartition) {
    return files.stream().filter(file -> file.isOf(itsTopic, itsPartition)).findFirst();
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> messages) throws IOException {
    List<InternalRow> written = new ArrayList<>();
    Open open = null;
    try {
      while (messages.hasNext()) {
        InternalRow message = messages.next();
        if (open == null || !open.isOf(message)) {
          close(open, written);
          open = new Open(message);
        }
        open.write(message);
      }
      close(open, written);
      return written.iterator();
    } catch (IOException | RuntimeException e) {
      abandon(open);
      throw e;
    }
  }

  /** Writes the file of a range that holds no message. */
  void writeEmpty(OffsetRange range) throws IOException {
    Path file = new Path(landing, range.hiddenName());
    writer(file, 0).close();
    forgetChecksum(file);
  }

  private static void close(Open open, List<InternalRow> written) throws IOException {
    if (open != null) {
      open.close(written);
    }
  }

  /** The task fails for another reason, and its file is written anew. */
  private static void abandon(Open open) {
    if (open != null && open.writer != null) {
      try {
        open.writer.close();
      } catch (RuntimeException e) {
        // as it is abandoned
      }
    }
  }

  private OutputWriter writer(Path file, int task) throws IOException {
    FileSystem system = file.getFileSystem(hadoop.value());
    system.delete(file, false /* recursive */); // what a killed run has left
    TaskAttemptID id = new TaskAttemptID("land", 0, TaskType.MAP, task, 0);
    return factory.newInstance(
        file.toString(), schema, new TaskAttemptContextImpl(hadoop.value(), id));
  }

  /** A checksum beside a landed file would refuse the file once it is restored by hand. */
  private void forgetChecksum(Path file) throws IOException {
    if (file.getFileSystem(hadoop.value()) instanceof ChecksumFileSystem checked) {
      checked.getRawFileSystem().delete(checked.getChecksumFile(file), false /* recursive */);
    }
  }

  /** Messages of one partition that are being written. */
  private final class Open {
    private final UTF8String itsTopic;
    private final int itsPartition;
    private final Optional<OffsetRange> range;
    private OutputWriter writer;
    private long messages;

    Open(InternalRow first) {
      this.itsTopic = first.getUTF8String(topic).clone();
      this.itsPartition = first.getInt(partition);
      this.range = range(itsTopic.toString(), itsPartition);
    }

    boolean isOf(InternalRow message) {
      return message.getInt(partition) == itsPartition
          && message.getUTF8String(topic).equals(itsTopic);
    }

    void write(InternalRow message) throws IOException {
      long at = message.getLong(offset);
      if (range.isEmpty() || at < range.get().from() || at >= range.get().until()) {
        return; // it has landed, or is to land later
      }
      if (writer == null) {
        writer = writer(file(), TaskContext.getPartitionId());
      }
      writer.write(message);
      messages++;
    }

    private Path file() {
      return new Path(landing, range.orElseThrow().hiddenName());
    }

    void close(List<InternalRow> written) throws IOException {
      if (writer != null) {
        writer.close();
        forgetChecksum(file());
        written.add(new GenericInternalRow(new Object[] {itsTopic, itsPartition, messages}));
      }
    }
  }
}
