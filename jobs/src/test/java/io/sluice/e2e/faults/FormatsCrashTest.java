// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A transform of files of each other format is killed at every step, and made good. */
@ExtendWith(SparkSessionExtension.class)
class FormatsCrashTest {
  private static final List<ReadingsFeed> FEEDS =
      List.of(new ReadingsFeed.OfParquet(), new ReadingsFeed.OfJson());

  static Stream<Arguments> points() {
    return FEEDS.stream()
        .flatMap(feed -> CrashTest.steps(feed.format()).map(point -> Arguments.of(feed, point)));
  }

  @AfterEach
  void cleanUp() throws IOException {
    Crashes.disable();
  }

  @Sampled(100)
  @ParameterizedTest
  @MethodSource("points")
  void a_killed_transform_of_another_format_is_made_good_by_the_next(
      ReadingsFeed feed, CrashPoint point) throws IOException {
    Scene scene = Scene.open(feed);
    Crashes.enable(scene.folder());
    scene.start(Scene.Stage.LANDED);
    scene.crash(point);
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }
}
