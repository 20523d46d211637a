// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which types widen to which: no value may be lost. */
class LeafConversionTest {
  private static final List<String> TARGETS =
      List.of(
          "SMALLINT",
          "INT",
          "BIGINT",
          "DECIMAL(4,0)",
          "DECIMAL(5,0)",
          "DECIMAL(9,2)",
          "DECIMAL(10,0)",
          "DECIMAL(12,2)",
          "DECIMAL(19,0)",
          "DECIMAL(20,0)",
          "DECIMAL(38,2)",
          "FLOAT",
          "DOUBLE",
          "BOOLEAN",
          "STRING",
          "DATE",
          "TIMESTAMP");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "boolean x|BOOLEAN",
        "int32 x|INT BIGINT DECIMAL(10,0) DECIMAL(12,2) DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int32 x (INTEGER(32,true))|INT BIGINT DECIMAL(10,0) DECIMAL(12,2) DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int32 x (INTEGER(8,true))|SMALLINT INT BIGINT DECIMAL(4,0) DECIMAL(5,0) DECIMAL(9,2) DECIMAL(10,0) DECIMAL(12,2) DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int32 x (INTEGER(16,true))|SMALLINT INT BIGINT DECIMAL(5,0) DECIMAL(9,2) DECIMAL(10,0) DECIMAL(12,2) DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int32 x (INTEGER(8,false))|SMALLINT INT BIGINT DECIMAL(4,0) DECIMAL(5,0) DECIMAL(9,2) DECIMAL(10,0) DECIMAL(12,2) DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int32 x (INTEGER(16,false))|INT BIGINT DECIMAL(5,0) DECIMAL(9,2) DECIMAL(10,0) DECIMAL(12,2) DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int32 x (INTEGER(32,false))|BIGINT DECIMAL(10,0) DECIMAL(12,2) DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int64 x|BIGINT DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int64 x (INTEGER(64,true))|BIGINT DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int64 x (INTEGER(64,false))|DECIMAL(20,0) DECIMAL(38,2)",
        "int32 x (DECIMAL(9,2))|DECIMAL(9,2) DECIMAL(12,2) DECIMAL(38,2)",
        "int32 x (DECIMAL(5,0))|DECIMAL(5,0) DECIMAL(9,2) DECIMAL(10,0) DECIMAL(12,2) DECIMAL(19,0) DECIMAL(20,0) DECIMAL(38,2)",
        "int64 x (DECIMAL(18,2))|DECIMAL(38,2)",
        "binary x (DECIMAL(38,3))|",
        "fixed_len_byte_array(20) x (DECIMAL(40,2))|",
        "float x|FLOAT DOUBLE",
        "double x|DOUBLE",
        "binary x (STRING)|STRING",
        "binary x (ENUM)|STRING",
        "binary x (JSON)|STRING",
        "binary x|",
        "binary x (BSON)|",
        "fixed_len_byte_array(16) x (UUID)|",
        "fixed_len_byte_array(12) x (INTERVAL)|",
        "int32 x (DATE)|DATE",
        "int32 x (TIME(MILLIS,true))|",
        "int64 x (TIME(MICROS,true))|",
        "int64 x (TIMESTAMP(MILLIS,true))|TIMESTAMP",
        "int64 x (TIMESTAMP(MICROS,false))|TIMESTAMP",
        "int64 x (TIMESTAMP(NANOS,true))|TIMESTAMP",
        "int96 x|TIMESTAMP",
      })
  void widens_to_what_holds_all_of_its_values(String column, String expected) {
    PrimitiveType type =
        MessageTypeParser.parseMessageType("message m { optional " + column + "; }")
            .getType(0)
            .asPrimitiveType();

    List<String> targets =
        TARGETS.stream()
            .filter(target -> LeafConversion.of(type, DataType.fromDDL(target)).isPresent())
            .toList();

    assertThat(targets)
        .isEqualTo(expected == null ? List.of() : Stream.of(expected.split(" ")).toList());
  }
}
