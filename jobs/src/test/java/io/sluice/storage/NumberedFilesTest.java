// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.progress.Progress;
import io.sluice.testing.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedFilesTest {
  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(root.resolve("numbered"));
  }

  @Test
  void numbersAreOrderedAsNumbers() throws IOException {
    for (String name :
        List.of("000010.json", "000009.json", "1000000.json", "999999.json", "000001.json")) {
      Files.writeString(folder.resolve(name), "");
    }

    assertThat(files().numbers()).containsExactly(1L, 9L, 10L, 999_999L, 1_000_000L);
  }

  @Test
  void otherNamesAreNotSeen() throws IOException {
    for (String name :
        List.of(".000001.json.x.tmp", "00001.json", "000001.json.bak", "a000001.json", "x")) {
      Files.writeString(folder.resolve(name), "");
    }

    assertThat(files().numbers()).isEmpty();
  }

  @Test
  void eachIsWrittenOnce() {
    assertThat(files().createIfAbsent(7, "mine")).isTrue();
    assertThat(files().createIfAbsent(7, "theirs")).isFalse();

    assertThat(files().read(7)).isEqualTo("mine");
    assertThat(files().numbers()).containsExactly(7L);
  }

  @Test
  void namesHaveSixDigitsOrMore() {
    assertThat(NumberedFiles.name(42)).isEqualTo("000042.json");
    assertThat(NumberedFiles.name(1_234_567)).isEqualTo("1234567.json");
  }

  @Test
  void readingManyIsTold() {
    List<String> lines = new ArrayList<>();
    Progress progress = new Progress(new SetClock(Duration.ofSeconds(10)), lines::add);
    progress.begin("looked for new files");

    for (long number : files(progress).each(List.of(3L, 4L))) {
      assertThat(number).isBetween(3L, 4L);
    }

    assertThat(lines)
        .anyMatch(
            line ->
                line.matches(
                    "looked for new files: 1 of 2 files of numbered/ read, 50 %, about \\d+ s left"));
  }

  private NumberedFiles files() {
    return files(Progress.untold());
  }

  private NumberedFiles files(Progress progress) {
    return new NumberedFiles(
        new Storage(new Configuration(), progress),
        new org.apache.hadoop.fs.Path(folder.toString()));
  }
}
