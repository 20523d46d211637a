// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkSessionExtension.class)
class NestedTextTest {
  private final SparkSession spark;

  NestedTextTest(SparkSession spark) {
    this.spark = spark;
  }

  @ParameterizedTest
  @ValueSource(strings = {"day", "day's end", "a.b", "a?b", "a`b", "$", "a[0]", "ä"})
  void aFieldMayHaveAnyName(String name) {
    assertThat(field("{\"other\": 1, \"" + name + "\": \"2026-01-05\"}", name))
        .isEqualTo("2026-01-05");
  }

  @Test
  void aFieldsTextIsWhatTheObjectHas() {
    assertThat(field("{\"a\": \"1.50\"}", "a")).isEqualTo("1.50");
    assertThat(field("{\"a\": true}", "a")).isEqualTo("true");
    assertThat(field("{\"a\": {\"b\": [1, null]}}", "a")).isEqualTo("{\"b\":[1,null]}");
    assertThat(field("{\"a\": \"\"}", "a")).isEmpty();
    assertThat(field("{\"a\": null}", "a")).isNull();
    assertThat(field("{\"A\": 1}", "a")).isNull();
    assertThat(field("no object", "a")).isNull();
  }

  /** A number is written anew, by a path and by a field alike. */
  @ParameterizedTest
  @ValueSource(strings = {"1.50", "12", "1e3", "12345678901234567890.123456789"})
  void aNumbersTextIsThatOfAPath(String number) {
    String object = "{\"a\": " + number + "}";

    assertThat(field(object, "a"))
        .isEqualTo(
            spark.sql("select get_json_object('" + object + "', '$.a')").first().getString(0));
  }

  private String field(String object, String name) {
    Dataset<Row> objects =
        DriverRows.ofTexts(List.of("text"), List.of(List.of(object))).relation(spark);
    return objects.select(NestedText.field(col("text"), name)).collectAsList().get(0).getString(0);
  }
}
