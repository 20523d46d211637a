// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Transactions;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.Shell;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On-call finds a pipeline that another process holds. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class HeldPipelineTest {
  private static final String HOLDER = "io.sluice.run.LeaseHoldingMain";

  @RegisterExtension final OnCall onCall = new OnCall();

  @Test
  @Timeout(300)
  @Scenario("Exit code 4: another run holds the pipeline")
  void a_holder_is_looked_at_waited_for_and_ended() throws Exception {
    onCall.workspace().land("1.csv", Transactions.file(1, 10));
    onCall.expect(1);
    Process holder = hold();
    try {
      onCall.with("PID", holder.pid());
      assertThat(onCall.sees(4, "transform").message()).contains("process " + holder.pid());
      awaitState("[^T].*");
      CompletableFuture<RunResult> waiting = CompletableFuture.supplyAsync(this::waitForTheHolder);

      Shell.run("kill -STOP " + holder.pid(), onCall.in(""));
      awaitState("T.*");
      onCall.typesInShell(0, "kill", "-CONT");
      awaitState("[^T].*");
      assertThat(waiting).isNotDone();
      Shell.run("kill -STOP " + holder.pid(), onCall.in(""));
      onCall.typesInShell(0, "kill", "-9");
      assertThat(waiting.get(120, TimeUnit.SECONDS).verdict()).isEqualTo("RUN 1 file in 1 batch");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    onCall.typesInShell(1, "ps");
    onCall.types("transform");
    TransactionsPipeline.requirePublished(onCall.workspace(), onCall.oracle());
  }

  /** Starts a process that holds the pipeline until it is ended. */
  private Process hold() throws IOException {
    Path leases = Files.createDirectories(onCall.workspace().in("leases"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process holder =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), HOLDER, leases.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    return holder;
  }

  private RunResult waitForTheHolder() {
    try {
      return onCall.types("transform");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks again and again: a process takes a moment to stop or to go on. */
  private void awaitState(String state) throws IOException {
    String line;
    do {
      line = onCall.typesInShell(0, "ps").get(1);
    } while (!line.strip().split("\\s+")[1].matches(state));
  }
}
