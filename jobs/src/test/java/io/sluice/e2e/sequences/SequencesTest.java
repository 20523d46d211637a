// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.e2e.faults.Crashes;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a pipeline: every relation is what the oracle says, whole. */
@ExtendWith(SparkSessionExtension.class)
class SequencesTest {
  @TempDir static Path root;

  @BeforeAll
  static void enableCrashes() throws IOException {
    Crashes.enable(Shop.folder(root));
  }

  @AfterAll
  static void disableCrashes() throws IOException {
    Crashes.disable();
  }

  static LongStream seeds() {
    return Seeds.ofThisRun(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void every_relation_is_what_the_oracle_says(long seed) throws IOException {
    Sequence sequence = EqualContents.of(seed);
    // Of hundreds, someone wants to see how far it is.
    System.out.printf("sequence of seed %d: %d steps%n", seed, sequence.steps().size());
    sequence.happenIn(root, Path.of("target", "sequences", String.valueOf(seed)));
  }
}
