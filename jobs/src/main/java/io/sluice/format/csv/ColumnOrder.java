// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.pipeline.Source;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Puts the values of a record into the schema's order, where files with different headers are read
 * together. Public because generated code calls it.
 */
public final class ColumnOrder implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int ABSENT = -1;

  private final HashMap<String, int[]> positions = new HashMap<>();
  private transient UTF8String lastPath;
  private transient int[] last;

  /**
   * @param headers by the path that Spark reports for a row
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
   * @param record the path that Spark reports, then all values in the file's order
   */
  public ArrayData ofSchema(InternalRow record) {
    UTF8String path = record.getUTF8String(0);
    ArrayData values = record.getArray(1);
    if (!path.equals(lastPath)) {
      last = positions.get(path.toString());
      lastPath = path.clone();
    }
    Object[] ordered = new Object[last.length];
    for (int i = 0; i < ordered.length; i++) {
      boolean hasValue = last[i] != ABSENT && !values.isNullAt(last[i]);
      ordered[i] = hasValue ? values.getUTF8String(last[i]) : null;
    }
    return new GenericArrayData(ordered);
  }
}
