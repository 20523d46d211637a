// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.AggregateJob;
import io.sluice.QualityJob;
import io.sluice.RunJob;
import io.sluice.TransformJob;
import io.sluice.cli.Job;
import io.sluice.cli.Reading;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RecordCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunWithinTest {
  private static final Job TRANSFORM =
      (options, context) -> {
        context.verdict("RUN", "1 file");
        context.report().batches(1);
        context.report().files(1, 0, 0);
        context.report().rows(new RecordCounts(10, 9, 1, 0, 0));
        context.report().touched(List.of(LocalDate.of(2026, 11, 19)));
        return Outcome.SUCCEEDED;
      };
  private static final Job AGGREGATE =
      (options, context) -> {
        context.verdict("RUN", "1 date");
        context.report().table("daily", 3, 7, 1000);
        context.report().touched(List.of(LocalDate.of(2026, 11, 19)));
        return Outcome.SUCCEEDED;
      };
  private static final Job QUALITY =
      (options, context) -> {
        context.verdict("RUN", "1 check");
        context.report().check("no_gaps", "fail", 0, List.of());
        return Outcome.SUCCEEDED;
      };

  @TempDir Path folder;

  private RunFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new RunFixture(folder);
  }

  @Test
  void runsEachWithItsOwnReportAndSumsThemUp() throws IOException {
    assertThat(run(TRANSFORM, AGGREGATE, QUALITY)).isEqualTo(0);

    assertThat(fixture.out())
        .isEqualTo(
            """
            RUN transform, aggregate, quality
            RUN 1 file
            SUCCEEDED transform readings: 1 file, 10 rows read, 9 written, 1 duplicate, 0 quarantined; 1 date touched; 0.0 s
            RUN 1 date
            SUCCEEDED aggregate readings: daily version 3 with 7 rows; 1 date touched; 0.0 s
            RUN 1 check
            SUCCEEDED quality readings: 1 check passed; 0.0 s
            SUCCEEDED run readings: 1 file, 10 rows read, 9 written, 1 duplicate, 0 quarantined; 1 date touched; 1 check passed; 0.0 s
            """);
    assertThat(fixture.reports())
        .containsExactly(
            "20261120T030000Z-aggregate-run-1.json",
            "20261120T030000Z-quality-run-1.json",
            "20261120T030000Z-run-run-1.json",
            "20261120T030000Z-transform-run-1.json");
    JsonNode sum = report("run");
    assertThat(sum.get("batches").asInt()).isEqualTo(1);
    assertThat(sum.get("rows_read").asInt()).isEqualTo(10);
    assertThat(sum.get("touched_dates")).hasSize(1);
    assertThat(sum.at("/tables/daily/version").asInt()).isEqualTo(3);
    assertThat(sum.at("/checks/0/name").asText()).isEqualTo("no_gaps");
  }

  @Test
  void stopsAtTheFirstThatIsNotDone() throws IOException {
    Job unsafe =
        (options, context) -> {
          throw Problem.unsafe("Cannot aggregate: version 7 is nobody's", "./sluice doctor");
        };

    assertThat(run(TRANSFORM, unsafe, QUALITY)).isEqualTo(5);

    assertThat(fixture.out())
        .endsWith(
            """
            UNSAFE aggregate readings: Cannot aggregate: version 7 is nobody's; next: ./sluice doctor
            UNSAFE run readings: aggregate: Cannot aggregate: version 7 is nobody's; next: ./sluice doctor
            """);
    assertThat(fixture.reports())
        .containsExactly(
            "20261120T030000Z-aggregate-run-1.json",
            "20261120T030000Z-run-run-1.json",
            "20261120T030000Z-transform-run-1.json");
    assertThat(report("run").get("rows_written").asInt()).isEqualTo(9);
    assertThat(report("run").get("message").asText())
        .isEqualTo("aggregate: Cannot aggregate: version 7 is nobody's");
  }

  @Test
  void hasNothingToDoWhereNoneHas() {
    assertThat(
            run(
                (options, context) -> Outcome.NOTHING_TO_DO,
                (options, context) -> Outcome.NOTHING_TO_DO,
                (options, context) -> Outcome.NOTHING_TO_DO))
        .isEqualTo(0);
    assertThat(fixture.out())
        .endsWith("NOTHING TO DO run readings: transform, aggregate, quality; 0.0 s\n");
  }

  private int run(Job transform, Job aggregate, Job quality) {
    return fixture.run(
        RunJob.COMMAND,
        (options, context) -> {
          context.verdict("RUN", "transform, aggregate, quality");
          return JobRunner.runWithin(
              context,
              options,
              List.of(
                  Reading.running(TransformJob.COMMAND, transform),
                  Reading.running(AggregateJob.COMMAND, aggregate),
                  Reading.running(QualityJob.COMMAND, quality)));
        });
  }

  private JsonNode report(String job) throws IOException {
    return new ObjectMapper().readTree(fixture.report("20261120T030000Z-" + job + "-run-1.json"));
  }
}
