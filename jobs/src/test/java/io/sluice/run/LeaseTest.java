// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final String HOLDER =
      "run %s \\(%s, process %d on .+, since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\)";

  @TempDir Path folder;

  private final StopSignal stop = new StopSignal();

  @Test
  void keepsOutASecondRunOfThisProcessAndSaysWhoHoldsIt() {
    try (Lease first = acquire("first", Duration.ZERO)) {
      assertThatThrownBy(() -> acquire("second", Duration.ZERO))
          .isInstanceOf(Problem.class)
          .hasMessageMatching(
              "Cannot start transform: "
                  + HOLDER.formatted("first", "transform", ProcessHandle.current().pid())
                  + " holds the writer lease; wait for it to end, or let --wait DURATION do so")
          .extracting("outcome")
          .isEqualTo(Outcome.BUSY);
    }
  }

  @Test
  void isFreeAfterItWasGivenBack() {
    acquire("first", Duration.ZERO).close();
    try (Lease second = acquire("second", Duration.ZERO)) {
      assertThat(folder).isDirectoryContaining(file -> file.endsWith("writer.json"));
    }
    assertThat(folder.toFile().list()).containsExactly("writer.lock");
  }

  @Test
  void leasesWithOtherNamesDoNotMeet() {
    try (Lease writer = acquire("first", Duration.ZERO);
        Lease generate =
            Lease.acquire(
                TestStorage.LOCAL,
                TestStorage.path(folder),
                "generate",
                "generate",
                "second",
                Duration.ZERO,
                stop)) {
      assertThat(folder.toFile().list())
          .containsExactlyInAnyOrder(
              "writer.lock", "writer.json", "generate.lock", "generate.json");
    }
  }

  @Test
  void keepsOutAnotherProcessUntilThatIsKilled() throws Exception {
    try (ChildJvm other = ChildJvm.start(LeaseHoldingMain.class, folder.toString())) {
      assertThat(other.nextLine()).isEqualTo("held");
      // Twice: the first refusal must not give away the other's lock.
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> acquire("this-run", Duration.ZERO))
            .isInstanceOf(Problem.class)
            .hasMessageMatching(
                "Cannot start transform: "
                    + HOLDER.formatted("other-run", "aggregate", other.pid())
                    + " holds the writer lease; wait for it to end, or let --wait DURATION do so");
      }
      other.kill();
      acquire("this-run", Duration.ZERO).close();
    }
  }

  @Test
  void saysHowToEndAHolderThatIsStopped() throws Exception {
    try (ChildJvm other = ChildJvm.start(LeaseHoldingMain.class, folder.toString())) {
      assertThat(other.nextLine()).isEqualTo("held");
      other.stop();
      assertThatThrownBy(() -> acquire("this-run", Duration.ZERO))
          .hasMessageMatching(
              "Cannot start transform: "
                  + HOLDER.formatted("other-run", "aggregate", other.pid())
                  + " holds the writer lease, and its process is stopped; end it with kill -9 %1$d, which loses nothing, or let it go on with kill -CONT %1$d"
                      .formatted(other.pid()))
          .extracting("outcome", "nextStep")
          .containsExactly(
              Outcome.BUSY, "kill -9 %d, then rerun the same command".formatted(other.pid()));
      other.kill();
      acquire("this-run", Duration.ZERO).close();
    }
  }

  @Test
  void saysHowToEndAHolderThatHangs() throws Exception {
    try (ChildJvm other = ChildJvm.start(LeaseHoldingMain.class, folder.toString())) {
      assertThat(other.nextLine()).isEqualTo("held");
      assertThatThrownBy(() -> acquire("this-run", Duration.ZERO))
          .extracting("nextStep")
          .asString()
          .matches(
              "wait for the other run to end, then rerun the same command; end one that hangs with kill -9 %d on \\S.*"
                  .formatted(other.pid()));
    }
  }

  @Test
  void aRefusalInThisProcessDoesNotOpenTheDoorToOthers() throws Exception {
    try (Lease lease = acquire("first", Duration.ZERO)) {
      assertThatThrownBy(() -> acquire("second", Duration.ZERO)).isInstanceOf(Problem.class);
      try (ChildJvm other = ChildJvm.start(LeaseHoldingMain.class, folder.toString())) {
        assertThat(other.nextLine()).isEqualTo("busy");
      }
    }
  }

  @Test
  void waitsForTheHolder() throws Exception {
    try (ChildJvm other = ChildJvm.start(LeaseHoldingMain.class, folder.toString())) {
      assertThat(other.nextLine()).isEqualTo("held");
      CompletableFuture<Lease> waiting =
          CompletableFuture.supplyAsync(() -> acquire("this-run", Duration.ofMinutes(1)));
      other.kill();
      waiting.get(30, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void waitsNoLongerThanAskedTo() {
    try (Lease first = acquire("first", Duration.ZERO)) {
      assertThatThrownBy(() -> acquire("second", Duration.ofMillis(300)))
          .extracting("outcome")
          .isEqualTo(Outcome.BUSY);
    }
  }

  @Test
  void stopsWaitingWhenAskedToStop() {
    try (Lease first = acquire("first", Duration.ZERO)) {
      stop.request();
      assertThatThrownBy(() -> acquire("second", Duration.ofDays(1)))
          .hasMessage(
              "Stopped by SIGTERM between two batches; rerun the same command, it goes on where this one stopped");
    }
  }

  @Test
  void saysWhatToCheckWhereItCannotLock() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(
            () ->
                Lease.acquire(
                    TestStorage.LOCAL,
                    TestStorage.path(file),
                    "writer",
                    "transform",
                    "run",
                    Duration.ZERO,
                    stop))
        .isInstanceOf(Problem.class)
        .hasMessage(
            "Cannot take the writer lease in %s: %s; check that --data names a folder that can be written"
                .formatted(file, file));
  }

  @Test
  void keepsNobodyOutWhereThereAreNoLocks() {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.remote.impl", RemoteFileSystem.class.getName());
    Storage storage = new Storage(hadoop);
    org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path("remote://host/leases");
    try (Lease first =
            Lease.acquire(storage, remote, "writer", "transform", "1", Duration.ZERO, stop);
        Lease second =
            Lease.acquire(storage, remote, "writer", "transform", "2", Duration.ZERO, stop)) {
      assertThat(first).isNotSameAs(second);
    }
  }

  private Lease acquire(String runId, Duration wait) {
    return Lease.acquire(
        TestStorage.LOCAL, TestStorage.path(folder), "writer", "transform", runId, wait, stop);
  }

  /** A file system that isn't called local. */
  public static final class RemoteFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("remote://host");
    }
  }
}
