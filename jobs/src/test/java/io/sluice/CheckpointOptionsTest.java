// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointOptionsTest {
  @Test
  void allAndForPeopleByDefault() {
    assertThat(Reading.own(CheckpointJob.SHOW)).isEqualTo(Map.of("json", false));
  }

  @Test
  void readsBoth() {
    assertThat(Reading.own(CheckpointJob.SHOW, "--checkpoint", "transform", "--json"))
        .isEqualTo(Map.of("checkpoint", "transform", "json", true));
  }
}
