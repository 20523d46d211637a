// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.storage.NumberedFiles;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandPlansTest {
  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");

  @TempDir java.nio.file.Path folder;

  @Test
  void oldPlansExpireButForTheLastAndThoseThatSayWhatWasSkipped() throws IOException {
    NumberedFiles files =
        new NumberedFiles(new Storage(new Configuration()), new Path(folder.toString()));
    LandPlans plans = new LandPlans(files, "shop");
    for (int number = 1; number <= 6; number++) {
      List<String> lost = number == 2 ? List.of("orders-0 begins at offset 4") : List.of();
      plans.write(
          number, new LandPlan("run", NOW, Optional.empty(), lost, List.of(), new TreeMap<>()));
    }
    Files.writeString(folder.resolve("000003.json"), "{");
    for (int number = 1; number <= 6; number++) {
      Instant time = number == 4 ? NOW : NOW.minusSeconds(60);
      Files.setLastModifiedTime(folder.resolve(NumberedFiles.name(number)), FileTime.from(time));
    }
    assertThat(plans.expired(NOW))
        .extracting(Path::getName)
        .containsExactly("000001.json", "000005.json");
  }
}
