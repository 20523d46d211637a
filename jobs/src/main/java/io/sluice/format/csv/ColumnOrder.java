// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.intake.FileOrigin;
import io.sluice.pipeline.Source;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Puts the values of records into the schema's order, each file's by its own header. */
final class ColumnOrder implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int ABSENT = -1;

  private final HashMap<String, int[]> positions = new HashMap<>();
  private transient UTF8String lastPath;
  private transient int[] last;
  private transient boolean isInOrder;

  /**
   * @param headers by {@link FileOrigin#key}
   */
  ColumnOrder(Source source, Map<String, CsvHeader> headers) {
    headers.forEach((path, header) -> positions.put(path, positions(source, header)));
  }

  private static int[] positions(Source source, CsvHeader header) {
    int[] positions = new int[source.schema().length()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = header.columns().indexOf(source.schema().fieldNames()[i]);
    }
    return positions;
  }

  /**
   * A record with the schema's fields and its line; the same row where it has them as it is.
   *
   * @param path that Spark reports
   * @param record the file's values in its own order, then the line
   * @param line where that is
   */
  InternalRow ofSchema(UTF8String path, InternalRow record, int line) {
    if (!path.equals(lastPath)) {
      last = positions.get(FileOrigin.key(path));
      if (last == null) {
        throw new IllegalStateException("no header of this batch is known for " + path);
      }
      lastPath = path.clone();
      isInOrder = line == last.length && isInOrder(last);
    }
    if (isInOrder && record.numFields() == line + 1) {
      return record;
    }
    Object[] ordered = new Object[last.length + 1];
    for (int i = 0; i < last.length; i++) {
      ordered[i] = last[i] == ABSENT ? null : record.getUTF8String(last[i]);
    }
    ordered[last.length] = record.getUTF8String(line);
    return new GenericInternalRow(ordered);
  }

  private static boolean isInOrder(int[] positions) {
    return IntStream.range(0, positions.length).allMatch(i -> positions[i] == i);
  }
}
