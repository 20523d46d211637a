// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.intake.FileOrigin;
import io.sluice.record.FieldFaults;
import io.sluice.spark.HeadedRow;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Turns what Spark's parser gives into raw rows: the schema's fields and the line, then what is
 * wrong with the record, its file, and when that landed. A loop over the fields, however many there
 * are.
 *
 * @param line the column of the line, after the file's values; one that says what is wrong may
 *     follow
 * @param anomalies what is to be looked for in each field
 */
record CsvRows(
    ColumnOrder order, FileOrigin origin, FieldFaults faults, CsvAnomalies anomalies, int line)
    implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> parsed) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return parsed.hasNext();
      }

      @Override
      public InternalRow next() {
        InternalRow record = parsed.next();
        // Known of the file that this task reads from, without a column in each of its rows.
        UTF8String path = InputFileBlockHolder.getInputFilePath();
        InternalRow fields = order.ofSchema(path, record, line);
        int unfit = record.numFields() > line + 1 ? record.getInt(line + 1) : FieldFaults.FIT;
        Object[] tail = {unfit | faultsOf(fields), origin.file(path), origin.landedAt(path)};
        return new HeadedRow(fields, new GenericInternalRow(tail));
      }
    };
  }

  /** Costs nothing where nothing is to be looked for. */
  private int faultsOf(InternalRow record) {
    int found = FieldFaults.FIT;
    int fields = anomalies.fields() ? record.numFields() - 1 : 0;
    for (int i = 0; i < fields; i++) {
      UTF8String text = record.getUTF8String(i);
      if (text != null) {
        found |= anomalies.undecodable() ? faults.inUndecodable(text) : faults.faults(text);
      }
    }
    return found;
  }
}
