// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  @Test
  void letsARunGoOnUntilSomebodyAsks() {
    StopSignal stop = new StopSignal();

    assertThat(stop.requested()).isFalse();
    assertThatCode(stop::check).doesNotThrowAnyException();
  }

  @Test
  void endsARunAsFailedWithTheWayOn() {
    StopSignal stop = new StopSignal();
    stop.request();

    assertThat(stop.requested()).isTrue();
    assertThatThrownBy(stop::check)
        .isInstanceOf(Problem.class)
        .hasMessage(
            "Stopped by SIGTERM between two batches; rerun the same command, it goes on where this one stopped")
        .extracting("outcome")
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  void theFirstSigtermOnlyAsksAndTheSecondEndsTheProcess() throws Exception {
    try (ChildJvm child = ChildJvm.start(StoppableMain.class)) {
      assertThat(child.nextLine()).isEqualTo("listening");
      child.terminate();
      assertThat(child.nextLine()).isEqualTo("requested");
      child.terminate();
      assertThat(child.nextLine()).as("what a shutdown hook printed").isNull();
      assertThat(child.exitCode()).isEqualTo(143);
    }
  }
}
