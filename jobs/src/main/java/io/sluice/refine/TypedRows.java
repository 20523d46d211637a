// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.record.FieldFaults;
import io.sluice.record.RecordFields;
import io.sluice.spark.RowBytes;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Turns raw rows into typed ones, with the columns that {@link TypedRecords#of} names, in its
 * order.
 *
 * @param fields of the schema, how many
 * @param raw the columns that raw rows begin with, those of {@link TypedRecords#rawSchema}
 * @param carried those that they have after them
 */
record TypedRows(
    RecordFields reader, RecordHash hash, int fields, RowBytes raw, List<DataType> carried)
    implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final int OWN_COLUMNS = 7;

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
    return new Typed(rows);
  }

  /** One row, filled anew for each record: who keeps rows copies them. */
  private final class Typed implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final Object[] values = new Object[fields + OWN_COLUMNS + carried.size()];
    private final RowBytes.Packer packer = raw.packer();
    private final InternalRow row = new GenericInternalRow(values);

    Typed(Iterator<InternalRow> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public InternalRow next() {
      InternalRow record = rows.next();
      boolean fits = reader.type(record, values);
      UTF8String line = reader.line(record);
      int unfit = reader.unfit(record);
      // What raw rows end with, but for what is carried.
      int landedAt = raw.schema().length() - 1;
      int file = landedAt - 1;
      int next = fields;
      values[next++] = record.getUTF8String(file);
      values[next++] = record.isNullAt(landedAt) ? null : record.getLong(landedAt);
      values[next++] = line;
      values[next++] = unfit;
      values[next++] = packer.bytes(record);
      values[next++] = hash.of(values);
      values[next++] = fits && line == null && unfit == FieldFaults.FIT;
      for (int i = 0; i < carried.size(); i++) {
        values[next++] = record.get(landedAt + 1 + i, carried.get(i));
      }
      return row;
    }
  }
}
