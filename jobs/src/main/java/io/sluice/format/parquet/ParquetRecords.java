// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of a Parquet file with the types that a schema can have for them, and texts of its first
 * records, read without a session.
 *
 * @param records how many the file holds
 */
public record ParquetRecords(List<Column> columns, long records) {
  private static final ParquetToSparkSchemaConverter TYPES =
      new ParquetToSparkSchemaConverter(false, true, false, true, false);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;
  private static final long MICROS = 1_000_000;

  /**
   * @param type null where no schema can have it
   * @param written what the file calls its type
   * @param isLocal whether it has times that aren't adjusted to UTC
   * @param texts one for each record that was read, null where it has no value or one with parts
   */
  public record Column(
      String name, DataType type, String written, boolean isLocal, List<String> texts) {}

  /**
   * @param most how many records are read
   * @throws IllegalArgumentException with the reason to reject the file
   */
  public static ParquetRecords of(Path file, Configuration hadoop, int most) throws IOException {
    Footer footer;
    try {
      footer = Footer.read(file, hadoop);
    } catch (Rejected e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    List<Column> columns = new ArrayList<>();
    for (Type field : footer.schema().getFields()) {
      columns.add(
          new Column(
              field.getName(), type(field), TypeText.of(field), isLocal(field), new ArrayList<>()));
    }

    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      int read = 0;
      for (Group record = reader.read(); record != null && read < most; record = reader.read()) {
        for (int i = 0; i < columns.size(); i++) {
          columns.get(i).texts().add(text(record, i));
        }
        read++;
      }
    }
    return new ParquetRecords(columns, footer.records());
  }

  private static boolean isLocal(Type field) {
    return field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation time
        && !time.isAdjustedToUTC();
  }

  private static DataType type(Type field) {
    if (field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation) {
      return DataTypes.TimestampType;
    }
    try {
      return allowed(TYPES.convert(new MessageType("one", field)).fields()[0].dataType());
    } catch (Exception e) { // Spark's, which Java can't foresee
      return null;
    }
  }

  /** The nearest type that a schema can have and that loses nothing; null for none. */
  private static DataType allowed(DataType type) {
    if (type instanceof StructType struct) {
      StructType fields = new StructType();
      for (StructField field : struct.fields()) {
        DataType part = allowed(field.dataType());
        fields = part == null ? fields : fields.add(field.name(), part);
      }
      return fields.isEmpty() ? null : fields;
    } else if (type instanceof ArrayType array) {
      DataType element = allowed(array.elementType());
      return element == null ? null : DataTypes.createArrayType(element);
    } else if (type instanceof MapType map) {
      DataType key = allowed(map.keyType());
      DataType value = allowed(map.valueType());
      return key == null || value == null ? null : DataTypes.createMapType(key, value);
    } else if (type.equals(DataTypes.ByteType)) {
      return DataTypes.ShortType;
    } else if (type.equals(DataTypes.TimestampNTZType)) {
      return DataTypes.TimestampType;
    }
    return type.equals(DataTypes.BinaryType) ? null : type;
  }

  private static String text(Group record, int field) {
    Type type = record.getType().getType(field);
    if (!type.isPrimitive()
        || type.isRepetition(Type.Repetition.REPEATED)
        || record.getFieldRepetitionCount(field) == 0) {
      return null;
    }
    PrimitiveType primitive = type.asPrimitiveType();
    LogicalTypeAnnotation logical = primitive.getLogicalTypeAnnotation();
    return switch (primitive.getPrimitiveTypeName()) {
      case BOOLEAN -> String.valueOf(record.getBoolean(field, 0));
      case FLOAT -> String.valueOf(record.getFloat(field, 0));
      case DOUBLE -> String.valueOf(record.getDouble(field, 0));
      case INT32 -> whole(logical, record.getInteger(field, 0), 32);
      case INT64 -> whole(logical, record.getLong(field, 0), 64);
      case INT96 -> time(micros(NanoTime.fromBinary(record.getInt96(field, 0))));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          logical instanceof DecimalLogicalTypeAnnotation decimal
              ? decimal(new BigInteger(record.getBinary(field, 0).getBytes()), decimal)
              : record.getBinary(field, 0).toStringUsingUTF8();
    };
  }

  private static String whole(LogicalTypeAnnotation logical, long value, int bits) {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(BigInteger.valueOf(value), decimal);
    } else if (logical instanceof TimestampLogicalTypeAnnotation time) {
      return time(
          switch (time.getUnit()) {
            case MILLIS -> value * 1_000;
            case MICROS -> value;
            case NANOS -> Math.floorDiv(value, 1_000L);
          });
    } else if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).toString();
    }
    boolean isUnsigned = logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
    return !isUnsigned
        ? String.valueOf(value)
        : bits == 64 ? Long.toUnsignedString(value) : String.valueOf(value & 0xffffffffL);
  }

  private static String decimal(BigInteger unscaled, DecimalLogicalTypeAnnotation type) {
    return new BigDecimal(unscaled, type.getScale()).toPlainString();
  }

  private static long micros(NanoTime time) {
    return (time.getJulianDay() - JULIAN_DAY_OF_1970) * 86_400 * MICROS
        + time.getTimeOfDayNanos() / 1_000;
  }

  private static String time(long micros) {
    long fraction = Math.floorMod(micros, MICROS);
    return TIME.format(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS)))
        + (fraction == 0 ? "" : ".%06d".formatted(fraction));
  }
}
