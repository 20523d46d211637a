// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.sluice.record.FieldText;
import io.sluice.record.FieldTyping;
import io.sluice.refine.FaultMessages;
import io.sluice.refine.TextTyping;
import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes values of one type of texts as people write them in test cases and generate.sql: those
 * without parts as CSV has them, the others as JSON of such texts.
 */
final class WrittenText implements Serializable {
  private static final long serialVersionUID = 1;

  /** Numbers keep their digits, and nothing is passed over. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final StructField field;
  private final LinkedHashMap<DataType, FieldTyping> leaves = new LinkedHashMap<>();

  /** A text that is none of its type. */
  private static final class Misfit extends Exception {
    private static final long serialVersionUID = 1;
  }

  WrittenText(StructField field, TextTyping texts) {
    this.field = field;
    addLeaves(field.dataType(), texts);
  }

  private void addLeaves(DataType type, TextTyping texts) {
    if (type instanceof StructType struct) {
      for (StructField part : struct.fields()) {
        addLeaves(part.dataType(), texts);
      }
    } else if (type instanceof ArrayType array) {
      addLeaves(array.elementType(), texts);
    } else if (type instanceof MapType map) {
      addLeaves(map.keyType(), texts);
      addLeaves(map.valueType(), texts);
    } else {
      leaves.put(type, texts.typing(DataTypes.createStructField(field.name(), type, true)));
    }
  }

  /** The value; null where the text is blank, or none of the type. */
  Object value(UTF8String text) {
    FieldTyping leaf = leaves.get(field.dataType());
    if (leaf != null) {
      return leaf.value(text);
    }
    try {
      return isBlank(text) ? null : value(JSON.readTree(text.toString()), field.dataType());
    } catch (JsonProcessingException | Misfit e) {
      return null;
    }
  }

  /** Says whether a text is none of the type. */
  boolean isMisfit(UTF8String text) {
    return !isBlank(text) && value(text) == null;
  }

  /** What is wrong with a text that is none of the type. */
  Fault fault(UTF8String text, boolean personal) {
    FieldTyping leaf = leaves.get(field.dataType());
    UTF8String message =
        leaf != null
            ? leaf.typeFault(text, personal)
            : FaultMessages.ofType(field.name(), personal, field.dataType().sql()).fault(text);
    String code = field.name() + "_type";
    return new Fault(code, field.name(), message.toString(), text.toString());
  }

  private static boolean isBlank(UTF8String text) {
    return FieldText.start(text) == text.numBytes();
  }

  private Object value(JsonNode node, DataType type) throws Misfit {
    if (node.isNull()) {
      return null;
    } else if (type instanceof StructType struct) {
      return struct(require(node, node.isObject()), struct);
    } else if (type instanceof ArrayType array) {
      Object[] values = new Object[require(node, node.isArray()).size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(node.get(i), array.elementType());
      }
      return new GenericArrayData(values);
    } else if (type instanceof MapType map) {
      return map(require(node, node.isObject()), map);
    }
    return leaf(require(node, node.isValueNode()).asText(), type);
  }

  private static JsonNode require(JsonNode node, boolean isOfType) throws Misfit {
    if (!isOfType) {
      throw new Misfit();
    }
    return node;
  }

  private Object leaf(String written, DataType type) throws Misfit {
    UTF8String text = UTF8String.fromString(written);
    Object value = leaves.get(type).value(text);
    if (value == null && !isBlank(text)) {
      throw new Misfit();
    }
    return value;
  }

  private Object struct(JsonNode node, StructType struct) throws Misfit {
    Object[] values = new Object[struct.length()];
    int known = 0;
    for (int i = 0; i < values.length; i++) {
      StructField part = struct.fields()[i];
      JsonNode own = node.get(part.name());
      known += own == null ? 0 : 1;
      values[i] = own == null ? null : value(own, part.dataType());
      if (values[i] == null && !part.nullable()) {
        throw new Misfit();
      }
    }
    require(node, known == node.size());
    return new GenericInternalRow(values);
  }

  private Object map(JsonNode node, MapType map) throws Misfit {
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = fields.next();
      Object key = leaf(entry.getKey(), map.keyType());
      if (key == null || entries.containsKey(key)) {
        throw new Misfit();
      }
      entries.put(key, value(entry.getValue(), map.valueType()));
    }
    return new ArrayBasedMapData(
        new GenericArrayData(entries.keySet().toArray()),
        new GenericArrayData(entries.values().toArray()));
  }
}
