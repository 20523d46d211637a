// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Matches a file's columns with types of the schema. Lists and maps are understood as Spark does,
 * which knows the layouts of old writers.
 */
final class ColumnMatch {
  /** Asked only which layout a list has. */
  private static final ParquetToSparkSchemaConverter LAYOUTS =
      new ParquetToSparkSchemaConverter(false, true, false, true, false);

  private final List<String> extra = new ArrayList<>();

  /** Paths of fields within columns that the schema doesn't have. */
  List<String> extra() {
    return extra;
  }

  /**
   * A group's fields by their names in lower case.
   *
   * @param path of the group, empty at the top
   * @throws Rejected where two differ in case alone
   */
  Map<String, Type> byName(GroupType group, String path) throws Rejected {
    Map<String, Type> types = new LinkedHashMap<>();
    for (Type type : group.getFields()) {
      if (types.put(type.getName().toLowerCase(Locale.ROOT), type) != null) {
        throw Rejected.mismatch(
            "column %s stands twice, in upper or lower case",
            Escaped.quoted(path + type.getName()));
      }
    }
    return types;
  }

  /**
   * How to make values of a type of a column's.
   *
   * @throws Rejected where that could lose or change any
   */
  Conversion conversion(Type type, DataType target, String path) throws Rejected {
    if (type.isRepetition(
        Repetition.REPEATED)) { // a list of old writers, without a group around it
      return target instanceof ArrayType array
          ? new NestedConversion.OfArray(single(type, array.elementType(), path + "[]"))
          : refused(type, target, path);
    }
    return single(type, target, path);
  }

  private Conversion single(Type type, DataType target, String path) throws Rejected {
    if (type.isPrimitive()) {
      Optional<LeafConversion> leaf = LeafConversion.of(type.asPrimitiveType(), target);
      return leaf.isPresent() ? leaf.get() : refused(type, target, path);
    }
    GroupType group = type.asGroupType();
    if (group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      return target instanceof ArrayType array && isListOrMap(group)
          ? new NestedConversion.OfArray(element(group, array.elementType(), path + "[]"))
          : refused(type, target, path);
    } else if (group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
        || group.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation) {
      return target instanceof MapType map && isListOrMap(group)
          ? map(group.getType(0), map, type, path)
          : refused(type, target, path);
    }
    return target instanceof StructType struct
        ? struct(group, struct, path)
        : refused(type, target, path);
  }

  private static boolean isListOrMap(GroupType group) {
    return group.getFieldCount() == 1 && group.getType(0).isRepetition(Repetition.REPEATED);
  }

  private Conversion element(GroupType list, DataType target, String path) throws Rejected {
    Type repeated = list.getType(0);
    return LAYOUTS.isElementType(repeated, list.getName())
        ? single(repeated, target, path)
        : conversion(repeated.asGroupType().getType(0), target, path);
  }

  private Conversion map(Type entries, MapType target, Type whole, String path) throws Rejected {
    if (entries.isPrimitive() || entries.asGroupType().getFieldCount() != 2) {
      return refused(whole, target, path);
    }
    GroupType entry = entries.asGroupType();
    return new NestedConversion.OfMap(
        conversion(entry.getType(0), target.keyType(), path + ".key"),
        conversion(entry.getType(1), target.valueType(), path + ".value"));
  }

  private Conversion struct(GroupType group, StructType target, String path) throws Rejected {
    Map<String, Type> types = byName(group, path + ".");
    List<NestedConversion.Member> members = new ArrayList<>();
    boolean any = false;
    for (StructField field : target.fields()) {
      String fieldPath = path + "." + field.name();
      Type type = types.remove(field.name().toLowerCase(Locale.ROOT));
      if (type == null && !field.nullable()) {
        throw Rejected.mismatch("required field %s is missing", fieldPath);
      }
      any |= type != null;
      members.add(
          new NestedConversion.Member(
              field.name(),
              field.nullable(),
              type == null ? null : conversion(type, field.dataType(), fieldPath)));
    }
    if (!any) {
      throw Rejected.mismatch("none of the fields of column %s is known", path);
    }
    types.values().forEach(type -> extra.add(path + "." + type.getName()));
    return new NestedConversion.OfStruct(members);
  }

  private static Conversion refused(Type type, DataType target, String path) throws Rejected {
    throw Rejected.mismatch(
        "column %s is %s, which doesn't widen to %s of the schema",
        path, TypeText.of(type), target.sql());
  }
}
