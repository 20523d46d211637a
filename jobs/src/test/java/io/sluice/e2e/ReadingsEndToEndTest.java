// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Contents;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another pipeline, with other types, formats and a chain of aggregations, through the same jobs.
 */
@ExtendWith(SparkSessionExtension.class)
class ReadingsEndToEndTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 3, 1);
  private static final LocalDate SECOND = LocalDate.of(2024, 3, 2);

  @TempDir Path data;

  @Test
  void landed_files_become_the_expected_tables() throws IOException {
    Workspace workspace = Readings.workspace(data);
    workspace.land(
        "readings-1.csv",
        Readings.file(
            "s1;1;01.03.2024 10:00:00;20.5;true;01.02.2024",
            "s1;2;01.03.2024 11:00:00;-4e1;n/a;n/a",
            "s1;3;01.03.2024 12:00:00;NaN;true;",
            "s2;1;02.03.2024 00:00:00;0;FALSE;03.03.2024"));
    workspace.land("readings-2.csv", Readings.file("s2;2;02.03.2024 23:59:59;60;maybe;31.11.2023"));
    workspace.land("other.csv", "not a reading");
    RunResult run = workspace.run("run");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(run.stdout())
        .hasSize(8)
        .startsWith("RUN transform, aggregate, quality", "RUN 2 files in 1 batch");
    assertThat(run.report().path("files").toString())
        .isEqualTo("{\"ingested\":2,\"rejected\":0,\"ignored\":1}");
    assertThat(
            workspace.table("sensor_readings", "record_hash", "processed_timestamp", "source_file"))
        .isEqualTo(
            Contents.sorted(
                List.of(
                    reading(1, "2024-03-01T10:00:00Z", 20.5, 68.9, true, LocalDate.of(2024, 2, 1)),
                    reading(2, "2024-03-01T11:00:00Z", -40.0, -40.0, false, null))));
    assertThat(TransactionsPipeline.quarantine(workspace))
        .isEqualTo(
            Contents.sorted(
                List.of(
                    quarantined(
                        "readings-1.csv",
                        FIRST,
                        List.of("celsius_type"),
                        "\"s1\"",
                        "\"3\"",
                        "\"01.03.2024 12:00:00\"",
                        "\"NaN\"",
                        "\"true\"",
                        "null"),
                    quarantined(
                        "readings-1.csv",
                        SECOND,
                        List.of("calibrated_before_measured"),
                        "\"s2\"",
                        "\"1\"",
                        "\"02.03.2024 00:00:00\"",
                        "\"0\"",
                        "\"FALSE\"",
                        "\"03.03.2024\""),
                    quarantined(
                        "readings-2.csv",
                        SECOND,
                        List.of("calibrated_type", "is_indoor_type"),
                        "\"s2\"",
                        "\"2\"",
                        "\"02.03.2024 23:59:59\"",
                        "\"60\"",
                        "\"maybe\"",
                        "\"31.11.2023\""))));
    assertThat(workspace.table("daily_sensor_metrics"))
        .containsExactly(
            Map.of(
                "measured_date",
                FIRST,
                "sensor_id",
                "s1",
                "total_readings",
                2L,
                "min_celsius",
                -40.0,
                "max_celsius",
                20.5));
    assertThat(workspace.table("sensor_metrics"))
        .containsExactly(
            Map.of(
                "sensor_id",
                "s1",
                "total_readings",
                2L,
                "min_celsius",
                -40.0,
                "max_celsius",
                20.5));
  }

  @Test
  void generated_files_are_published_whole() throws IOException {
    Workspace workspace = Readings.workspace(data);
    assertThat(workspace.run("generate", "--rows", "25", "--files", "2").exitCode()).isZero();
    assertThat(workspace.texts("landing").keySet())
        .containsExactly(
            "readings-000000000000-000000000011.csv", "readings-000000000012-000000000024.csv");
    RunResult transform = workspace.run("transform");
    assertThat(transform.exitCode()).as(transform.outcome()).isZero();
    assertThat(transform.report().path("rows_written").asInt()).isEqualTo(25);
    assertThat(transform.report().path("rows_quarantined").asInt()).isZero();
  }

  private static Map<String, Object> reading(
      long sequence,
      String measured,
      double celsius,
      double fahrenheit,
      boolean indoor,
      LocalDate calibrated) {
    Map<String, Object> row = new TreeMap<>();
    row.put("sensor_id", "s1");
    row.put("sequence", sequence);
    row.put("measured_at", Instant.parse(measured));
    row.put("measured_date", FIRST);
    row.put("celsius", celsius);
    row.put("fahrenheit", fahrenheit);
    row.put("is_indoor", indoor);
    row.put("calibrated_date", calibrated);
    return row;
  }

  private static Map<String, Object> quarantined(
      String file, LocalDate date, List<String> codes, String... values) {
    String[] columns = Readings.HEADER.split(";");
    StringBuilder record = new StringBuilder();
    for (int i = 0; i < columns.length; i++) {
      record.append(i == 0 ? "{" : ",").append('"').append(columns[i]).append("\":");
      record.append(values[i]);
    }
    return Map.of(
        "file", file,
        "batch_id", 1L,
        "event_date", date,
        "codes", codes,
        "record", record.append('}').toString());
  }
}
