// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Values with parts as JSON text, in which numbers have all their digits, and dates and times are
 * written as the caller wants them. Fields of a struct that are null are left out. Public because
 * generated code calls it.
 */
public final class ValueText implements Serializable {
  private static final long serialVersionUID = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final DataType type;
  private final Times timestamps;
  private final Times dates;

  /** Writes dates or times down. */
  public interface Times extends Serializable {
    /** Text of a value as Spark has it. */
    String written(long value);
  }

  public ValueText(DataType type, Times timestamps, Times dates) {
    this.type = type;
    this.timestamps = timestamps;
    this.dates = dates;
  }

  /** The texts of a column of this type. */
  public Column of(Column value) {
    String method =
        type instanceof StructType ? "ofStruct" : type instanceof ArrayType ? "ofArray" : "ofMap";
    return JavaFunction.call(this, method, DataTypes.StringType, value);
  }

  public UTF8String ofStruct(InternalRow value) {
    return text(value);
  }

  public UTF8String ofArray(ArrayData value) {
    return text(value);
  }

  public UTF8String ofMap(MapData value) {
    return text(value);
  }

  /** Text of a value of this type, as Spark has it in its rows. */
  public UTF8String text(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return UTF8String.fromString(text.toString());
  }

  private void write(JsonGenerator json, Object value, DataType its) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (its instanceof StructType struct) {
      writeStruct(json, (InternalRow) value, struct);
    } else if (its instanceof ArrayType array) {
      ArrayData elements = (ArrayData) value;
      json.writeStartArray();
      for (int i = 0; i < elements.numElements(); i++) {
        write(json, element(elements, i, array.elementType()), array.elementType());
      }
      json.writeEndArray();
    } else if (its instanceof MapType map) {
      writeMap(json, (MapData) value, map);
    } else {
      writeLeaf(json, value, its);
    }
  }

  private void writeStruct(JsonGenerator json, InternalRow struct, StructType its)
      throws IOException {
    json.writeStartObject();
    for (int i = 0; i < its.length(); i++) {
      StructField field = its.fields()[i];
      if (!struct.isNullAt(i)) {
        json.writeFieldName(field.name());
        write(json, struct.get(i, field.dataType()), field.dataType());
      }
    }
    json.writeEndObject();
  }

  private void writeMap(JsonGenerator json, MapData map, MapType its) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < map.numElements(); i++) {
      json.writeFieldName(written(map.keyArray().get(i, its.keyType()), its.keyType()));
      write(json, element(map.valueArray(), i, its.valueType()), its.valueType());
    }
    json.writeEndObject();
  }

  private static Object element(ArrayData array, int index, DataType its) {
    return array.isNullAt(index) ? null : array.get(index, its);
  }

  private void writeLeaf(JsonGenerator json, Object value, DataType its) throws IOException {
    String text = written(value, its);
    boolean isBare = value instanceof Boolean || value instanceof Decimal || isFinite(value, its);
    if (isBare) {
      json.writeRawValue(text);
    } else {
      json.writeString(text);
    }
  }

  /** JSON has no number for infinity, and none for what is no number; dates are none either. */
  private static boolean isFinite(Object value, DataType its) {
    boolean isTime = its.equals(DataTypes.DateType) || its.equals(DataTypes.TimestampType);
    return value instanceof Number number && !isTime && Double.isFinite(number.doubleValue());
  }

  private String written(Object value, DataType its) {
    if (its.equals(DataTypes.TimestampType)) {
      return timestamps.written((Long) value);
    } else if (its.equals(DataTypes.DateType)) {
      return dates.written((Integer) value);
    }
    return value instanceof Decimal decimal
        ? decimal.toJavaBigDecimal().toPlainString()
        : value.toString();
  }
}
