// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Readings;
import io.sluice.testing.Folders;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The streams' checkpoints say when there is work, never what: none of them is needed. */
@ExtendWith(SparkSessionExtension.class)
class LostCheckpointTest {
  /** The same in every case, so that the files of two cases are the same delivery. */
  @SuppressWarnings("TimeInStaticInitializer")
  private static final Instant LATER = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private static Scene scene;
  private static Scene.End withOneMore;

  /** What may happen to a checkpoint. */
  enum Damage {
    TRANSFORM_GONE {
      @Override
      void to(Path checkpoints) throws IOException {
        Folders.delete(checkpoints.resolve("transform"));
      }
    },
    AGGREGATE_GONE {
      @Override
      void to(Path checkpoints) throws IOException {
        Folders.delete(checkpoints.resolve("aggregate"));
      }
    },
    OFFSETS_CORRUPT {
      @Override
      void to(Path checkpoints) throws IOException {
        Path offsets = checkpoints.resolve("transform/offsets/1");
        Files.writeString(offsets, Files.readString(offsets).substring(0, 10));
      }
    },
    METADATA_TORN {
      @Override
      void to(Path checkpoints) throws IOException {
        for (String job : new String[] {"transform", "aggregate"}) {
          Path metadata = checkpoints.resolve(job).resolve("metadata");
          Files.writeString(metadata, Files.readString(metadata).substring(0, 10));
        }
      }
    },
    /** By hand, without the checksum beside it. */
    COMMIT_GONE {
      @Override
      void to(Path checkpoints) throws IOException {
        Files.delete(checkpoints.resolve("transform/commits/1"));
        Files.delete(checkpoints.resolve("aggregate/commits/0"));
      }
    },
    NO_FOLDER {
      @Override
      void to(Path checkpoints) throws IOException {
        Folders.delete(checkpoints.resolve("transform"));
        Files.writeString(checkpoints.resolve("transform"), "no folder");
      }
    },
    ANOTHER_STREAMS {
      @Override
      void to(Path checkpoints) throws IOException {
        Folders.delete(checkpoints.resolve("transform"));
        Folders.copy(checkpoints.resolve("aggregate"), checkpoints.resolve("transform"));
      }
    };

    abstract void to(Path checkpoints) throws IOException;
  }

  @BeforeAll
  static void runUndisturbed() throws IOException {
    QuietLog.begin();
    scene = Scene.open();
    landOneMore();
    scene.recover();
    withOneMore = scene.end();
  }

  @AfterAll
  static void cleanUp() {
    QuietLog.end();
  }

  @Sampled(7)
  @ParameterizedTest
  @EnumSource
  void a_lost_checkpoint_changes_nothing(Damage damage) throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    damage.to(scene.workspace().in("checkpoints"));
    for (String job : new String[] {"transform", "aggregate"}) {
      assertThat(scene.run(job).verdict()).startsWith("NO-OP ");
    }
    assertThat(scene.end()).isEqualTo(scene.undisturbed());

    landOneMore();
    scene.recover();
    assertThat(scene.end()).isEqualTo(withOneMore);
  }

  private static void landOneMore() throws IOException {
    String text = Readings.file("s4;1;01.03.2024 08:00:00;1.5;;", "s4;2;04.03.2024 08:00:00;-99;;");
    scene.workspace().land("readings-5.csv", text.getBytes(StandardCharsets.UTF_8), LATER);
  }
}
