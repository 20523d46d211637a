// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.Messages.sales;
import static io.sluice.e2e.Messages.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Messages;
import io.sluice.testing.Folders;
import io.sluice.testing.KafkaBroker;
import io.sluice.testing.KafkaBroker.Message;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A land is killed before and after each of its file operations. More messages come before the next
 * one, which may have lost the checkpoint as well; then every message has landed once.
 */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class LandCrashTest {
  private static final String TOPIC = "crash";
  private static final int PARTITIONS = 2;

  @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.ON_SUCCESS)
  static Path root;

  private static KafkaBroker broker;
  private static Messages messages;
  private static Path begun;
  private static List<Message> sent;

  @BeforeAll
  static void prepare() throws IOException {
    broker = KafkaBroker.shared();
    broker.create(TOPIC, PARTITIONS);
    messages = new Messages(root, broker.servers(), TOPIC);
    begun = root.resolve("begun");
    sent = new ArrayList<>(sales(TOPIC, 0, 0, 3));
    broker.send(sent);
    Crashes.enable(messages.workspace().in(""));
    succeed(messages.workspace().run("land"));
    Folders.copy(messages.workspace().in(""), begun);
    send(0, 3, 3);
    send(1, 0, 3);
  }

  @AfterAll
  static void cleanUp() throws IOException {
    Crashes.disable();
  }

  @Test
  void every_message_lands_once_wherever_land_is_killed() throws IOException {
    int points = 0;
    boolean goesOn = true;
    for (int number = 1; goesOn; number++) {
      for (CrashPoint.When when : CrashPoint.When.values()) {
        startAnew();
        CrashPoint point = CrashPoint.numbered("land", when, number);
        Optional<RunResult> ended = Crashes.during(() -> messages.workspace().run("land"), point);
        goesOn = ended.isEmpty();
        points++;
        if (number % 3 == 0) {
          send(number % PARTITIONS, 1_000 + points, 1);
        }
        if (number % 4 == 0) {
          Folders.delete(messages.workspace().in("checkpoints/land"));
        } else if (number % 7 == 0) {
          Folders.delete(messages.workspace().in("checkpoints"));
        }
        RunResult rerun = messages.workspace().run("land");
        assertThat(rerun.exitCode())
            .as("%s after %s", String.join("\n", rerun.stdout()), point)
            .isZero();
        assertThat(messages.landed()).as(point.toString()).isEqualTo(shown(sent));
        assertThat(messages.workspace().run("land").verdict()).startsWith("NO-OP ");
      }
    }
    assertThat(points).isGreaterThan(40);
  }

  private static void startAnew() throws IOException {
    Crashes.forget();
    Path folder = messages.workspace().in("");
    Folders.delete(folder);
    Files.createDirectories(folder.getParent());
    Folders.copy(begun, folder);
  }

  private static void send(int partition, int first, int count) {
    List<Message> more = sales(TOPIC, partition, first, count);
    broker.send(more);
    sent.addAll(more);
  }

  private static void succeed(RunResult run) {
    assertThat(run.exitCode()).as(run.outcome()).isZero();
  }
}
