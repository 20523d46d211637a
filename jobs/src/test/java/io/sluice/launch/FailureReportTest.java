// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.run.Report;
import io.sluice.testing.SparkSessionExtension;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.SparkException;
import org.apache.spark.SparkFileNotFoundException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.SchemaColumnConvertNotSupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exit code, message and next step by what was thrown. */
@ExtendWith(SparkSessionExtension.class)
class FailureReportTest {
  private static final String DURING =
      "Cannot finish transform while it wrote batch 3 \\(a.csv\\) to sales";
  private static final String RERUN = "rerun the same command; where it fails again, read the log";
  private static final String LOOK =
      "look at the lines from FailureReport in the log first; a rerun does no harm, and helps only if the cause has passed";
  private static final String SQL =
      "correct the SQL, or what it reads, then run the same command again: it fails in the same way until then";
  private static final String DOCTOR = "./sluice doctor --pipeline shop";
  private static final String TRACE = "; the log on stderr has the stack trace";
  private static final String USER = System.getProperty("user.name");

  @TempDir private Path folder;
  private final SparkSession spark;

  FailureReportTest(SparkSession spark) {
    this.spark = spark;
  }

  static Stream<Arguments> thrown() {
    return Stream.of(
        // what may pass
        passes(
            new IOException("No space left on device"),
            "make room on the disk, then rerun the same command"),
        passes(
            new OutOfMemoryError("Java heap space"),
            "give the driver more memory (SLUICE_DRIVER_MEMORY), then rerun the same command"),
        passes(
            task(
                "ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits."),
            "give the executors more memory (spark.executor.memory), then rerun the same command"),
        passes(
            task(
                "ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: worker lost"),
            RERUN),
        passes(new IllegalStateException("Cannot call methods on a stopped SparkContext."), RERUN),
        passes(new ConnectException("Connection refused"), RERUN),
        passes(new UnknownHostException("namenode"), RERUN),
        passes(new TimeoutException("Futures timed out after [300 seconds]"), RERUN),
        passes(new FileSystemException("/data/x", null, "Input/output error"), RERUN),
        // rights
        right(new AccessDeniedException("/data/x"), "/data/x"),
        right(new FileNotFoundException("/data/x (Permission denied)"), "/data/x"),
        right(
            new AccessControlException(
                "Permission denied: user=a, access=WRITE, inode=\"/data/x\":b:b:drwxr-xr-x"),
            "/data/x"),
        right(new FileSystemException("/data/x", null, "Operation not permitted"), "/data/x"),
        right(
            new AccessDeniedException(
                "s3a://bucket/x: getFileStatus on s3a://bucket/x: 403 Forbidden"),
            "s3a://bucket/x"),
        of(
            new IOException("/data/x (Read-only file system)"),
            2,
            DURING + ": /data/x is on a file system that is read-only \\(IOException: .*\\)",
            "make /data/x writable, then run the same command again"),
        of(
            new ParentNotDirectoryException("/data/x is not a directory"),
            2,
            DURING
                + ": ParentNotDirectoryException: /data/x is not a directory; what is there is in the way",
            "move what the message names, or choose another path, then run the same command again"),
        // settings
        of(
            new IllegalArgumentException(
                "spark.sql.shuffle.partitions should be int, but was many"),
            2,
            DURING
                + ": the setting spark.sql.shuffle.partitions does not do: .* should be int, but was many",
            "correct spark.sql.shuffle.partitions in spark-defaults.conf, SLUICE_SPARK_OPTS or --conf, then run the same command again"),
        of(
            task(
                "Total size of serialized results of 9 tasks (1100.0 MiB) is bigger than spark.driver.maxResultSize (1024.0 MiB)"),
            2,
            DURING + ": the setting spark.driver.maxResultSize does not do: .*",
            "correct spark.driver.maxResultSize in spark-defaults.conf, SLUICE_SPARK_OPTS or --conf, then run the same command again"),
        // what a task could not send as an exception
        of(
            task(
                "Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.3 in stage 1.0 (TID 9) (host executor 1): org.apache.spark.SparkArithmeticException: [DIVIDE_BY_ZERO] Division by zero.\n\tat org.apache.spark.X.y(X.scala:1)"),
            2,
            DURING
                + ": its SQL fails for what it reads: SparkArithmeticException: \\[DIVIDE_BY_ZERO\\] Division by zero."
                + TRACE,
            SQL),
        // tables
        of(
            new FileNotFoundException("File file:/d/shop/tables/sales/a.parquet does not exist"),
            5,
            "Cannot read a table of shop: its data file file:/d/shop/tables/sales/a.parquet is gone",
            DOCTOR),
        of(
            new SparkException(
                "Parquet column cannot be converted in file file:/d/shop/tables/sales/a.parquet.",
                new SchemaColumnConvertNotSupportedException("[seconds]", "INT32", "string")),
            5,
            "Cannot read file:/d/shop/tables/sales/a.parquet: a column has another type in it than in its table",
            DOCTOR),
        of(
            new SparkException(
                "Encountered error while reading file file:/d/shop/tables/sales/a.parquet.",
                new ParquetDecodingException("can't decode")),
            5,
            "Cannot read file:/d/shop/tables/sales/a.parquet: ParquetDecodingException: can't decode",
            DOCTOR),
        of(
            new SparkFileNotFoundException("_LEGACY_ERROR_TEMP_2055", gone()),
            1,
            DURING + ": .*" + TRACE,
            RERUN),
        // bugs
        of(
            new NullPointerException("x is null"),
            1,
            DURING
                + ": NullPointerException: x is null; nobody foresaw that, and the log on stderr has the stack trace",
            LOOK),
        of(
            new IllegalStateException("stream", new ClassCastException("a is no b")),
            1,
            DURING + ": ClassCastException: a is no b; nobody foresaw that, and .*",
            LOOK),
        of(
            new SparkException(
                "Encountered error while reading file file:/d/shop/landing/a.csv.",
                new UnsupportedOperationException("empty")),
            1,
            DURING
                + ", in file:/d/shop/landing/a.csv: UnsupportedOperationException: empty; nobody foresaw that, and .*",
            LOOK));
  }

  @ParameterizedTest
  @MethodSource
  void thrown(Throwable thrown, int exitCode, String message, String nextStep) {
    for (Throwable each :
        List.of(thrown, new SparkException("Job aborted due to stage failure", thrown))) {
      Report report = reported(each);
      assertThat(report.outcome().orElseThrow().exitCode())
          .as(report.message().get())
          .isEqualTo(exitCode);
      assertThat(report.message().orElseThrow()).matches(message);
      assertThat(report.nextStep()).contains(nextStep);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select cast(concat('n', id) as int) from range(3) | [CAST_INVALID_INPUT]
          select 1 / (id - 1) from range(3) | [DIVIDE_BY_ZERO]
          select cast(id + 2147483647 as int) from range(3) | [CAST_OVERFLOW]
          select raise_error(concat('no ', id)) from range(3) | no
          select 'a' rlike concat('(', id) from range(3) | RuntimeException
          select to_date(concat('x', id), 'yyyy-MM-dd') from range(3) | [CANNOT_PARSE_TIMESTAMP]
          select element_at(array(1), cast(id + 2 as int)) from range(3) | [INVALID_ARRAY_INDEX
          select nothing from range(3) | [UNRESOLVED_COLUMN
          """)
  void sqlThatFailsIsNoMatterOfARerun(String sql, String said) {
    SparkSession ansi = spark.newSession();
    ansi.conf().set("spark.sql.ansi.enabled", "true");

    Report report = reported(catchThrowable(() -> ansi.sql(sql).collectAsList()));

    assertThat(report.message().orElseThrow())
        .startsWith(
            "Cannot finish transform while it wrote batch 3 (a.csv) to sales: its SQL fails for what it reads: ")
        .contains(said.equals("RuntimeException") ? "" : said)
        .doesNotContain("ansi.enabled");
    assertThat(report.outcome().orElseThrow().exitCode()).isEqualTo(2);
    assertThat(report.nextStep()).contains(SQL);
  }

  @Test
  void aDataFileThatIsNoParquetFileIsUnsafe() throws IOException {
    Path file = folder.resolve("shop/tables/sales/a.parquet");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "this is no table, and long enough to have a footer");

    Report report =
        reported(
            catchThrowable(
                () -> spark.read().schema("id int").parquet(file.toString()).collectAsList()));

    assertThat(report.message().orElseThrow()).startsWith("Cannot read ").contains("a.parquet");
    assertThat(report.outcome().orElseThrow().exitCode()).isEqualTo(5);
    assertThat(report.nextStep()).contains(DOCTOR);
  }

  private static Report reported(Throwable thrown) {
    Report report = new Report("transform", "run-1", Optional.of("shop"), Instant.EPOCH);
    report.doing("wrote batch 3 (a.csv) to sales");
    FailureReport.record(thrown, report, Instant.EPOCH);
    return report;
  }

  private static scala.collection.immutable.Map<String, String> gone() {
    scala.collection.immutable.Map<String, String> none =
        scala.collection.immutable.Map$.MODULE$.empty();
    return none.updated("message", "landing/a.csv is gone");
  }

  private static Throwable task(String message) {
    return new SparkException("Job aborted due to stage failure: " + message);
  }

  private static Arguments passes(Throwable thrown, String nextStep) {
    return of(thrown, 1, DURING + ": .*" + TRACE, nextStep);
  }

  private static Arguments right(Throwable thrown, String path) {
    return of(
        thrown,
        2,
        "%s: %s has not the rights that it needs on %s \\(%s: .*\\)"
            .formatted(DURING, USER, path, thrown.getClass().getSimpleName()),
        "let %s read and write %s, then run the same command again".formatted(USER, path));
  }

  private static Arguments of(Throwable thrown, int exitCode, String message, String nextStep) {
    return Arguments.of(thrown, exitCode, message, nextStep);
  }
}
