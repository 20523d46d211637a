// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.pipeline.Source;
import io.sluice.record.FieldFaults;
import io.sluice.refine.LocalTimes;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * Turns rows as Spark reads them, the columns that files have and then their origin, into raw rows.
 *
 * @param conversions of the schema's fields, null for one that no file has
 */
record ParquetRows(
    String[] names,
    Conversion[] conversions,
    Calendar calendar,
    LocalTimes zone,
    FieldFaults texts,
    Set<String> personal)
    implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final int OWN_COLUMNS = 5;

  static ParquetRows of(Source source, FileSchema files) {
    String[] names = source.schema().fieldNames();
    Conversion[] conversions = new Conversion[names.length];
    for (int i = 0; i < names.length; i++) {
      conversions[i] = files.conversions().get(names[i]);
    }
    return new ParquetRows(
        names,
        conversions,
        files.calendar(),
        new LocalTimes(source.times()),
        new FieldFaults(source.maxFieldLength()),
        Set.copyOf(source.personal()));
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
    return new Converted(rows, new Reading(calendar, zone, texts, personal));
  }

  /** One row, filled anew for each record: who keeps rows copies them. */
  private final class Converted implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final Reading reading;
    private final List<String> columns = List.of(names);
    private final Object[] values = new Object[names.length + OWN_COLUMNS];
    private final InternalRow row = new GenericInternalRow(values);

    Converted(Iterator<InternalRow> rows, Reading reading) {
      this.rows = rows;
      this.reading = reading;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public InternalRow next() {
      InternalRow read = rows.next();
      reading.begin();
      int at = 0;
      for (int i = 0; i < names.length; i++) {
        if (conversions[i] == null) {
          continue;
        }
        reading.column(names[i]);
        values[i] = read.isNullAt(at) ? null : conversions[i].convert(read, at, reading);
        at++;
      }
      int next = names.length;
      values[next++] = reading.found(columns);
      values[next++] = null; // no record is a line
      values[next++] = FieldFaults.FIT;
      values[next++] = read.getUTF8String(at);
      values[next] = read.getLong(at + 1);
      return row;
    }
  }
}
