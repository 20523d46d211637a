// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine takes for the time decides on nothing that counts. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class WrongClockTest {
  private static final String BACKFILL =
      "backfill --from 2024-03-01 --to 2024-03-03 --reason again";

  private static Scene scene;

  @BeforeAll
  static void prepare() throws IOException {
    scene = Scene.open();
  }

  @AfterEach
  void setRight() {
    scene.workspace().goBy(Clock.systemUTC());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 3653})
  void runs_by_a_wrong_clock_come_to_the_same(long days) throws IOException {
    scene.start(Scene.Stage.LANDED);
    scene.workspace().goBy(Clock.offset(Clock.systemUTC(), Duration.ofDays(days)));
    for (String job : List.of("transform", "aggregate", "maintain", BACKFILL)) {
      assertThat(scene.run(job).exitCode()).as(job).isZero();
    }
    setRight();
    scene.recover();
    assertThat(scene.run("maintain").exitCode()).isZero();
    assertThat(scene.run("maintain").verdict()).startsWith("NO-OP ");
    assertThat(scene.run("doctor").message()).endsWith("all agrees");
    assertThat(scene.end().tables()).isEqualTo(scene.undisturbed().tables());
    assertThat(scene.end().archive()).isEqualTo(scene.undisturbed().archive());
  }
}
