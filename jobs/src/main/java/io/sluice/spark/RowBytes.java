// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows as the bytes by which Spark has them in memory, for within a run. What only carries rows, or
 * looks at a few of their columns, costs the same to plan and to copy however many columns they
 * have when it has one of bytes in their place.
 *
 * @param schema of the rows
 */
public record RowBytes(StructType schema) implements Serializable {

  /** The row again; its values are in the bytes, and not copied. */
  public UnsafeRow row(byte[] bytes) {
    UnsafeRow row = new UnsafeRow(schema.length());
    row.pointTo(bytes, bytes.length);
    return row;
  }

  /**
   * Rows of this schema, each with the columns that follow its bytes.
   *
   * @param packed has the rows' bytes as its first column
   */
  public Dataset<Row> unpacked(Dataset<Row> packed) {
    StructField[] all = packed.schema().fields();
    StructType beside = new StructType(Arrays.copyOfRange(all, 1, all.length));
    List<StructField> columns = new ArrayList<>(List.of(schema.fields()));
    columns.addAll(List.of(beside.fields()));
    return InternalRows.mapped(
        packed, DataTypes.createStructType(columns), rows -> new Unpacked(rows, this, beside));
  }

  /**
   * Some columns of rows of this schema, and the bytes of all.
   *
   * @param beside the columns' names
   * @param name of the column of bytes, which is the last
   */
  public Dataset<Row> packed(Dataset<Row> rows, List<String> beside, String name) {
    StructType packed = new StructType();
    int[] ordinals = new int[beside.size()];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = schema.fieldIndex(beside.get(i));
      packed = packed.add(schema.fields()[ordinals[i]]);
    }
    packed = packed.add(name, DataTypes.BinaryType);
    return InternalRows.mapped(rows, packed, each -> new Packed(each, this, ordinals));
  }

  /** Turns rows of this schema into bytes. */
  public Packer packer() {
    return new Packer(schema);
  }

  /** Makes bytes of rows, one after the other. */
  public static final class Packer {
    private final StructType schema;
    private UnsafeProjection projection;

    private Packer(StructType schema) {
      this.schema = schema;
    }

    /**
     * @param row has the schema's columns; more may follow them
     */
    public byte[] bytes(InternalRow row) {
      InternalRow whole = row instanceof HeadedRow headed ? headed.head() : row;
      if (whole instanceof UnsafeRow bytes && bytes.numFields() == schema.length()) {
        return bytes.getBytes();
      }
      if (projection == null) {
        projection = UnsafeProjection.create(schema);
      }
      return projection.apply(row).getBytes();
    }
  }

  private record Unpacked(Iterator<InternalRow> packed, RowBytes bytes, StructType beside)
      implements Iterator<InternalRow> {
    @Override
    public boolean hasNext() {
      return packed.hasNext();
    }

    @Override
    public InternalRow next() {
      InternalRow row = packed.next();
      InternalRow unpacked = bytes.row(row.getBinary(0));
      if (beside.isEmpty()) {
        return unpacked;
      }
      Object[] values = new Object[beside.length()];
      for (int i = 0; i < values.length; i++) {
        DataType type = beside.fields()[i].dataType();
        values[i] = row.isNullAt(i + 1) ? null : row.get(i + 1, type);
      }
      return new HeadedRow(unpacked, new GenericInternalRow(values));
    }
  }

  private record Packed(Iterator<InternalRow> rows, RowBytes bytes, int[] ordinals, Packer packer)
      implements Iterator<InternalRow> {
    Packed(Iterator<InternalRow> rows, RowBytes bytes, int[] ordinals) {
      this(rows, bytes, ordinals, bytes.packer());
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public InternalRow next() {
      InternalRow row = rows.next();
      Object[] values = new Object[ordinals.length + 1];
      for (int i = 0; i < ordinals.length; i++) {
        DataType type = bytes.schema().fields()[ordinals[i]].dataType();
        values[i] = row.isNullAt(ordinals[i]) ? null : row.get(ordinals[i], type);
      }
      values[ordinals.length] = packer.bytes(row);
      return new GenericInternalRow(values);
    }
  }
}
