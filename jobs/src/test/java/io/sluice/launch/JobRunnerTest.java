// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.TransformJob;
import io.sluice.cli.Help;
import io.sluice.cli.Job;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RecordCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobRunnerTest {
  private static final String REPORT = "20261120T030000Z-transform-run-1.json";
  private static final Job NEVER_RUN =
      (options, context) -> {
        throw new AssertionError("The job ran");
      };

  @TempDir Path folder;

  private RunFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new RunFixture(folder);
  }

  @Test
  void printsVerdictAndOutcomeAndWritesTheReport() throws IOException {
    Path copy = folder.resolve("copies/report.json");

    int exitCode =
        fixture.run(
            TransformJob.COMMAND,
            (options, context) -> {
              context.verdict("RUN", "5 files in 1 batch");
              context.report().batches(1);
              context.report().files(5, 0, 0);
              context.report().rows(new RecordCounts(500, 488, 0, 12, 0));
              context.report().touched(List.of(LocalDate.of(2026, 11, 19)));
              return Outcome.SUCCEEDED;
            },
            "--report",
            copy.toString());

    assertThat(exitCode).isEqualTo(0);
    assertThat(fixture.out())
        .isEqualTo(
            """
            RUN 5 files in 1 batch
            SUCCEEDED transform readings: 5 files, 500 rows read, 488 written, 0 duplicate, 12 quarantined; 1 date touched; 0.0 s
            """);
    assertThat(fixture.err()).isEmpty();
    assertThat(fixture.reports()).containsExactly(REPORT);
    assertThat(fixture.report(REPORT))
        .isEqualTo(Files.readString(copy))
        .contains("\"verdict\" : \"RUN\"")
        .contains("\"verdict_detail\" : \"5 files in 1 batch\"")
        .contains("\"started_at\" : \"2026-11-20T03:00:00Z\"")
        .containsPattern("\"sql_hash\" : \"[0-9a-f]{16}\"");
  }

  @Test
  void givesTheJobItsFoldersAndItsPipeline() {
    fixture.run(
        TransformJob.COMMAND,
        (options, context) -> {
          assertThat(context.job()).isEqualTo("transform");
          assertThat(context.runId()).isEqualTo("run-1");
          assertThat(context.pipeline().name()).isEqualTo("readings");
          assertThat(context.data().root()).hasToString("file:" + folder.resolve("data/readings"));
          assertThat(context.stop()).isSameAs(fixture.stop);
          return Outcome.NOTHING_TO_DO;
        });

    assertThat(fixture.out()).startsWith("NOTHING TO DO transform readings: ");
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void theOutcomeDecidesTheExitCode(Outcome outcome) throws IOException {
    int exitCode = fixture.run(TransformJob.COMMAND, (options, context) -> outcome);

    JsonNode report = new ObjectMapper().readTree(fixture.report(REPORT));
    assertThat(exitCode).isEqualTo(outcome.exitCode()).isEqualTo(report.get("exit_code").asInt());
    assertThat(report.get("outcome").asText()).isEqualTo(outcome.label());
    assertThat(fixture.out())
        .startsWith(outcome.name().replace('_', ' ') + " transform readings: ")
        .hasLineCount(1);
  }

  @Test
  void aProblemInsideOtherExceptionsDecides() throws IOException {
    int exitCode =
        fixture.run(
            TransformJob.COMMAND,
            (options, context) -> {
              Problem problem = Problem.unsafe("Cannot go on: batch 3 differs", "./sluice doctor");
              throw new IllegalStateException("stream", new IOException("batch", problem));
            });

    assertThat(exitCode).isEqualTo(5);
    assertThat(fixture.out())
        .isEqualTo(
            "UNSAFE Cannot go on: batch 3 differs\n"
                + "UNSAFE transform readings: Cannot go on: batch 3 differs; next: ./sluice doctor\n");
    assertThat(fixture.report(REPORT))
        .contains("\"message\" : \"Cannot go on: batch 3 differs\"")
        .contains("\"next_step\" : \"./sluice doctor\"");
  }

  @Test
  void anyOtherThrowableIsAFailureThatNamesItsRoot() throws IOException {
    int exitCode =
        fixture.run(
            TransformJob.COMMAND,
            (options, context) -> {
              context.verdict("RUN", "1 file");
              throw new UncheckedIOException(
                  new IOException("Job aborted", new Error(new IOException("disk\nis full"))));
            });

    assertThat(exitCode).isEqualTo(1);
    assertThat(fixture.out())
        .isEqualTo(
            """
            RUN 1 file
            FAILED transform readings: Cannot finish transform: IOException: disk | is full; the log on stderr has the stack trace; next: rerun the same command; where it fails again, read the log
            """);
    assertThat(fixture.report(REPORT))
        .contains(
            "\"message\" : \"Cannot finish transform: IOException: disk | is full; the log on stderr has the stack trace\"");
  }

  @Test
  void errorsOfTheMachineAreFailuresToo() {
    assertThat(
            fixture.run(
                TransformJob.COMMAND,
                (options, context) -> {
                  throw new OutOfMemoryError("Java heap space");
                }))
        .isEqualTo(1);
    assertThat(fixture.out())
        .isEqualTo(
            "FAILED transform readings: Cannot finish transform: OutOfMemoryError: Java heap space; the log on stderr has the stack trace; next: give the driver more memory (SLUICE_DRIVER_MEMORY), then rerun the same command\n");
  }

  @Test
  void aStackThatIsTooSmallForAnExpressionIsTheSqlS() {
    int exitCode =
        fixture.run(
            TransformJob.COMMAND,
            (options, context) -> {
              throw new IllegalStateException("Job aborted", new StackOverflowError());
            });

    assertThat(exitCode).isEqualTo(2);
    assertThat(fixture.out())
        .startsWith(
            "INVALID transform readings: Cannot finish transform: an expression is nested too deep for the stack of a Java thread; nest it less,")
        .contains("SLUICE_JAVA_OPTS=-Xss512m", "--driver-java-options -Xss512m");
    assertThat(
            fixture.run(
                TransformJob.COMMAND,
                (options, context) -> {
                  throw new IllegalStateException(
                      "Task serialization failed: java.lang.StackOverflowError");
                }))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          write failed: No space left on device | make room on the disk, then rerun the same command
          Disk quota exceeded | make room on the disk, then rerun the same command
          Connection reset | rerun the same command; where it fails again, read the log
          """)
  void whatTheMachineLacksIsSaid(String message, String nextStep) {
    fixture.run(
        TransformJob.COMMAND,
        (options, context) -> {
          throw new IllegalStateException("Job aborted", new IOException(message));
        });

    assertThat(fixture.out())
        .endsWith(
            "; next: %s\n".formatted(nextStep.replace("${user}", System.getProperty("user.name"))));
  }

  @Test
  void causesThatGoInACircleEnd() {
    assertThat(
            fixture.run(
                TransformJob.COMMAND,
                (options, context) -> {
                  Exception inner = new Exception("inner");
                  throw new Exception("outer", inner.initCause(new Exception("between", inner)));
                }))
        .isEqualTo(1);
  }

  @Test
  void aStopEndsTheRunAsFailed() {
    fixture.stop.request();

    int exitCode =
        fixture.run(
            TransformJob.COMMAND,
            (options, context) -> {
              context.stop().check();
              return Outcome.SUCCEEDED;
            });

    assertThat(exitCode).isEqualTo(1);
    assertThat(fixture.out())
        .isEqualTo(
            "FAILED transform readings: Stopped by SIGTERM between two batches; rerun the same command, it goes on where this one stopped\n");
  }

  @Test
  void countsTheTriesOfARun() throws IOException {
    Job job = (options, context) -> Outcome.SUCCEEDED;
    fixture.run(TransformJob.COMMAND, job);
    fixture.run(TransformJob.COMMAND, job);

    assertThat(fixture.reports()).containsExactly(REPORT, "20261120T030001Z-transform-run-1.json");
    assertThat(fixture.report(REPORT)).contains("\"try\" : 1,");
    assertThat(fixture.report("20261120T030001Z-transform-run-1.json")).contains("\"try\" : 2,");
  }

  @Test
  void aBadCommandLineIsExplainedOnStderrAndInTheCopyOfTheReport() throws IOException {
    Path copy = folder.resolve("report.json");

    int exitCode =
        fixture.run(
            TransformJob.COMMAND, NEVER_RUN, "--rows", "5", "--wait", "--report", copy.toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(fixture.out()).isEmpty();
    assertThat(fixture.err())
        .isEqualTo(
            """
            Cannot use '--rows': transform has no such option; its options are --pipeline, --data, --sql, --run-id, --report, --log-format, --wait, --files-per-batch, --max-quarantined-ratio, --reason, --help
            Cannot use --wait: it has no value; write --wait DURATION
            try ./sluice transform --help
            """);
    assertThat(fixture.reports()).isEmpty();
    JsonNode report = new ObjectMapper().readTree(copy.toFile());
    assertThat(report.get("outcome").asText()).isEqualTo("invalid");
    assertThat(report.get("pipeline").asText()).isEqualTo("readings");
    assertThat(report.get("message").asText().lines())
        .containsExactlyElementsOf(fixture.err().lines().limit(2).toList());
  }

  @Test
  void helpGoesToStdout() {
    int exitCode = fixture.runExactly(TransformJob.COMMAND, NEVER_RUN, "--rows", "--help");

    assertThat(exitCode).isEqualTo(0);
    assertThat(fixture.out()).isEqualTo(Help.of(TransformJob.COMMAND));
    assertThat(fixture.err()).isEmpty();
  }

  @Test
  void anUnknownPipelineGetsNoDataFolder() throws IOException {
    Path copy = folder.resolve("report.json");

    int exitCode =
        fixture.runExactly(
            TransformJob.COMMAND,
            NEVER_RUN,
            "--pipeline",
            "reading",
            "--data",
            folder.resolve("data").toString(),
            "--sql",
            folder.resolve("sql").toString(),
            "--report",
            copy.toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(fixture.out()).startsWith("INVALID transform reading: Cannot load pipeline");
    assertThat(folder.resolve("data")).doesNotExist();
    assertThat(copy).content().contains("\"outcome\" : \"invalid\"");
  }

  @Test
  void aBadPipelineFolderIsReportedAmongTheRuns() throws IOException {
    Files.delete(folder.resolve("sql/readings/rules.sql"));

    assertThat(fixture.run(TransformJob.COMMAND, NEVER_RUN)).isEqualTo(2);
    assertThat(fixture.out())
        .startsWith(
            "  rules.sql: found no such file; every pipeline needs it\nINVALID transform readings: ")
        .hasLineCount(2);
    assertThat(fixture.report(REPORT)).contains("\"sql_hash\" : null");
  }

  @Test
  void aRunWhoseReportCannotBeWrittenHasFailed() throws IOException {
    Files.createDirectories(folder.resolve("data/readings"));
    Files.createFile(folder.resolve("data/readings/runs"));
    Path copy = folder.resolve("report.json");

    int exitCode =
        fixture.run(
            TransformJob.COMMAND,
            (options, context) -> Outcome.SUCCEEDED,
            "--report",
            copy.toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(fixture.out())
        .startsWith("INVALID transform readings: Cannot write the report into ")
        .endsWith(
            "; check that --data can be written; next: mend that, then run the same command again; it finds what this run has done\n");
    assertThat(copy).content().contains("\"outcome\" : \"invalid\"");
  }

  @Test
  void aCopyThatCannotBeWrittenFailsTheRunToo() throws IOException {
    Path blocked = Files.createFile(folder.resolve("blocked")).resolve("report.json");

    assertThat(
            fixture.run(
                TransformJob.COMMAND,
                (options, context) -> Outcome.SUCCEEDED,
                "--report",
                blocked.toString()))
        .isEqualTo(2);
    assertThat(fixture.out())
        .startsWith("INVALID transform readings: Cannot write the report to " + blocked + ": ");
  }

  @Test
  void whatWentWrongBeforeTheReportIsWhatIsSaid() throws IOException {
    Path blocked = Files.createFile(folder.resolve("blocked")).resolve("report.json");

    assertThat(
            fixture.run(
                TransformJob.COMMAND,
                (options, context) -> {
                  throw Problem.busy("Cannot start transform: another run holds the lease");
                },
                "--report",
                blocked.toString()))
        .isEqualTo(4);
    assertThat(fixture.out())
        .isEqualTo(
            "BUSY transform readings: Cannot start transform: another run holds the lease; next: wait for the other run to end, then rerun the same command\n");
  }

  @Test
  void dataOnAFileSystemThatDoesNotExistIsInvalid() {
    assertThat(
            fixture.runExactly(
                TransformJob.COMMAND,
                NEVER_RUN,
                "--pipeline",
                "readings",
                "--data",
                "nosuch://host/data",
                "--sql",
                folder.resolve("sql").toString()))
        .isEqualTo(2);
    assertThat(fixture.out())
        .isEqualTo(
            "INVALID transform readings: Cannot use nosuch://host/data/readings: nothing here knows nosuch://; check how it is written, or add the jar of its connector with --jars in SLUICE_SPARK_OPTS\n");
  }
}
