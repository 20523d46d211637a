// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.times.Times;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** A pipeline of another domain loads without a line of Java. */
class ReadingsPipelineTest {
  @Test
  void loads() throws Exception {
    Path sql = Path.of(ReadingsPipelineTest.class.getResource("/sql").toURI());

    Pipeline pipeline = TestFolder.load(sql, "readings", Map.of());

    assertThat(pipeline.source())
        .isEqualTo(
            new Source(
                Format.CSV,
                "readings-*.csv",
                50,
                new CsvOptions(';', '"', '"', "UTF-8", "n/a", false),
                new StructType()
                    .add("sensor_id", DataTypes.StringType, false)
                    .add("sequence", DataTypes.LongType, false)
                    .add("measured_at", DataTypes.TimestampType, false)
                    .add("celsius", DataTypes.DoubleType, false)
                    .add("is_indoor", DataTypes.BooleanType, true)
                    .add("calibrated", DataTypes.DateType, true),
                new Times(List.of("dd.MM.yyyy HH:mm:ss"), List.of("dd.MM.yyyy")),
                65_536,
                ExtraColumns.REJECT,
                true,
                Set.of()));
    assertThat(pipeline.key()).containsExactly("sensor_id", "sequence");
    assertThat(pipeline.ruleExpressions())
        .extracting(Rule::name)
        .containsExactly(
            "celsius_is_plausible", "sequence_is_not_negative", "calibrated_before_measured");
    assertThat(pipeline.aggregations())
        .extracting(Aggregation::relation, Aggregation::materialized, Aggregation::reads)
        .containsExactly(
            tuple(
                "daily_sensor_metrics",
                Materialization.INCREMENTAL_BY_DATE,
                Set.of("sensor_readings")),
            tuple("sensor_metrics", Materialization.FULL, Set.of("daily_sensor_metrics")));
    assertThat(pipeline.checks())
        .extracting(QualityCheck::name, QualityCheck::severity, QualityCheck::reads)
        .containsExactly(
            tuple("metrics_add_up", Severity.WARN, Set.of("sensor_metrics", "sensor_readings")));
    assertThat(pipeline.generate()).isPresent();
  }
}
