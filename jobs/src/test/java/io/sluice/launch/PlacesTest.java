// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
  @Test
  void aPathIsOnThisMachineWhateverTheDefaultIs(@TempDir Path folder) {
    Places places = places("hdfs://name-node:8020");
    assertThat(places.of("data")).hasToString("file:" + Path.of("data").toAbsolutePath());
    assertThat(places.of(folder + "/ä b").toUri().getScheme()).isEqualTo("file");
    assertThat(places.of(folder + "/ä b").toUri().getPath()).isEqualTo(folder + "/ä b");
    assertThat(places.of("hdfs:///data")).hasToString("hdfs:/data");
    assertThat(places.of("s3a://bucket/data")).hasToString("s3a://bucket/data");
  }

  @Test
  void pathsStayAsTheyAreWhereTheDefaultIsThisMachine() {
    assertThat(places("file:///").of("data")).hasToString("data");
    assertThat(places("file:///").of("/no/such/data")).hasToString("/no/such/data");
    places("file:///").requireClear("/no/such/data");
  }

  @Test
  void anAbsolutePathThatIsNowhereHereIsRefused(@TempDir Path folder) {
    Places places = places("s3a://bucket");
    places.requireClear("data");
    places.requireClear(folder.toString());
    places.requireClear("s3a://bucket/data");
    assertThatThrownBy(() -> places.requireClear("/no/such/data"))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.outcome()).isEqualTo(Outcome.INVALID))
        .hasMessage(
            "Cannot use --data /no/such/data: there is no such folder on this machine, and"
                + " fs.defaultFS is s3a://bucket; write file:///no/such/data or"
                + " s3a://bucket/no/such/data");
  }

  private static Places places(String byDefault) {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.defaultFS", byDefault);
    return new Places(new Storage(hadoop));
  }
}
