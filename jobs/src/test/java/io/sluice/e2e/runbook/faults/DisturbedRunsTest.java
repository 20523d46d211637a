// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Transactions;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.faults.CrashPoint;
import io.sluice.e2e.faults.Crashes;
import io.sluice.e2e.faults.FullDisk;
import io.sluice.e2e.faults.Operation;
import io.sluice.e2e.runbook.OnCall;
import io.sluice.e2e.runbook.Scenario;
import io.sluice.testing.LongProof;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On-call finds what a killed run left, a full disk, or a run that failed otherwise. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class DisturbedRunsTest {
  @RegisterExtension final OnCall onCall = new OnCall();

  @BeforeEach
  void observeFiles() throws IOException {
    Crashes.enable(onCall.workspace().in(""));
  }

  @AfterEach
  void leaveFilesAlone() throws IOException {
    Crashes.disable();
  }

  @Test
  @Scenario("A run was killed")
  void a_killed_run_is_finished_or_done_anew() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 20));
    onCall.expect(1);
    kill(CrashPoint.afterCommitTo("transform", TransactionsPipeline.TABLE));
    assertThat(onCall.types("transform").verdict()).startsWith("RESUME change 1 ");
    assertThat(onCall.types("transform").verdict()).startsWith("NO-OP ");
    onCall.types("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());

    onCall.workspace().land("2.csv", Transactions.file(21, 30));
    onCall.expect(2);
    kill(
        new CrashPoint(
            "transform",
            CrashPoint.When.BEFORE,
            Set.of(Operation.Verb.CREATE),
            Pattern.compile("changes/\\..*\\.tmp"),
            1));
    assertThat(onCall.types("transform").verdict()).startsWith("RESUME batch 2 ");
    onCall.types("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario("Exit code 1: failed")
  void a_failed_run_goes_on_where_it_stopped() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 30));
    onCall.expect(1);
    FullDisk.failing(
        () -> new UncheckedIOException(new IOException("Connection reset")),
        () -> onCall.sees(1, "transform"));
    FullDisk.failing(
        () -> new IllegalStateException("nobody thought of it"), () -> onCall.sees(1, "transform"));

    assertThat(onCall.types("transform").verdict()).startsWith("RUN 1 file in 1 batch");
    assertThat(onCall.types("transform").verdict()).startsWith("NO-OP ");
    onCall.sees(1, "quality");
    onCall.types("aggregate");
    onCall.types("quality");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario("The disk is full")
  void a_run_on_a_full_disk_is_repeated_once_there_is_room() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 20));
    onCall.takeIn(1);
    onCall.workspace().land("2.csv", Transactions.file(21, 30));
    onCall.expect(2);
    FullDisk.during(() -> onCall.sees(1, "transform"));
    Path left =
        onCall.workspace().in("tables/" + TransactionsPipeline.TABLE + "/part-left.parquet");
    Files.write(left, new byte[1000]);
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    assertThat(onCall.typesInShell(0, "df")).hasSize(2);
    assertThat(onCall.typesInShell(0, "du")).hasSize(1);
    onCall.types("maintain");
    assertThat(left).doesNotExist();
    onCall.types("maintain");
    onCall.succeeds("transform");
    onCall.succeeds("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  private void kill(CrashPoint point) throws IOException {
    assertThat(Crashes.during(() -> onCall.workspace().run("transform"), point)).isEmpty();
  }
}
