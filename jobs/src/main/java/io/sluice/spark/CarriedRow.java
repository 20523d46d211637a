// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/** A row whose columns are in other rows, which are put in place one after the other. */
final class CarriedRow extends InternalRow {
  private final InternalRow[] rows;
  private final int[] row;
  private final int[] column;

  /**
   * @param rows that the columns are in, shared with their writer
   * @param row of each column, which of them
   * @param column of each column, which of that row's
   */
  CarriedRow(InternalRow[] rows, int[] row, int[] column) {
    this.rows = rows;
    this.row = row;
    this.column = column;
  }

  private InternalRow in(int ordinal) {
    return rows[row[ordinal]];
  }

  @Override
  public int numFields() {
    return column.length;
  }

  @Override
  public boolean isNullAt(int ordinal) {
    return in(ordinal).isNullAt(column[ordinal]);
  }

  @Override
  public boolean getBoolean(int ordinal) {
    return in(ordinal).getBoolean(column[ordinal]);
  }

  @Override
  public byte getByte(int ordinal) {
    return in(ordinal).getByte(column[ordinal]);
  }

  @Override
  public short getShort(int ordinal) {
    return in(ordinal).getShort(column[ordinal]);
  }

  @Override
  public int getInt(int ordinal) {
    return in(ordinal).getInt(column[ordinal]);
  }

  @Override
  public long getLong(int ordinal) {
    return in(ordinal).getLong(column[ordinal]);
  }

  @Override
  public float getFloat(int ordinal) {
    return in(ordinal).getFloat(column[ordinal]);
  }

  @Override
  public double getDouble(int ordinal) {
    return in(ordinal).getDouble(column[ordinal]);
  }

  @Override
  public Decimal getDecimal(int ordinal, int precision, int scale) {
    return in(ordinal).getDecimal(column[ordinal], precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int ordinal) {
    return in(ordinal).getUTF8String(column[ordinal]);
  }

  @Override
  public byte[] getBinary(int ordinal) {
    return in(ordinal).getBinary(column[ordinal]);
  }

  @Override
  public CalendarInterval getInterval(int ordinal) {
    return in(ordinal).getInterval(column[ordinal]);
  }

  @Override
  public InternalRow getStruct(int ordinal, int fields) {
    return in(ordinal).getStruct(column[ordinal], fields);
  }

  @Override
  public ArrayData getArray(int ordinal) {
    return in(ordinal).getArray(column[ordinal]);
  }

  @Override
  public MapData getMap(int ordinal) {
    return in(ordinal).getMap(column[ordinal]);
  }

  @Override
  public Object get(int ordinal, DataType type) {
    return in(ordinal).get(column[ordinal], type);
  }

  @Override
  public void setNullAt(int ordinal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void update(int ordinal, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public InternalRow copy() {
    throw new UnsupportedOperationException("its columns are other rows', and of several types");
  }
}
