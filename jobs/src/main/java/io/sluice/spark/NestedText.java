// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.to_json;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.text.Json;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Values with parts, as JSON text. */
public final class NestedText {
  private NestedText() {}

  /** A column's values as text: those with parts as JSON. */
  public static Column text(StructField field) {
    return text(named(field.name()), field.dataType());
  }

  /** Values of a type as text: those with parts as JSON. */
  static Column text(Column value, DataType type) {
    return isNested(type) ? to_json(value) : value.cast("string");
  }

  /**
   * The text of a field of JSON objects, null where they don't have it. A path, as get_json_object
   * takes it, can't have every name: not one with a quote.
   *
   * @param objects as text
   */
  public static Column field(Column objects, String name) {
    StructType field = new StructType().add(name, DataTypes.StringType);
    return from_json(objects, field).getField(name);
  }

  public static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
  }

  /**
   * True where Spark has read a text to the last part: what it can't read, or doesn't know, it
   * leaves out.
   *
   * @param read what it has read, as JSON text again
   */
  public static boolean isWhole(String text, String read) {
    try {
      return read != null && isWhole(Json.parse(text), Json.parse(read));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isWhole(JsonNode text, JsonNode read) {
    if (text.isNull()) {
      return true;
    } else if (read == null || read.isNull() || (text.isArray() && text.size() != read.size())) {
      return false;
    } else if (text.isNumber() && read.isNumber()) {
      return text.decimalValue().compareTo(read.decimalValue()) == 0;
    }
    boolean whole = true;
    for (int i = 0; text.isArray() && i < text.size(); i++) {
      whole &= isWhole(text.get(i), read.get(i));
    }
    for (var names = text.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      whole &= isWhole(text.get(name), read.get(name));
    }
    return whole;
  }
}
