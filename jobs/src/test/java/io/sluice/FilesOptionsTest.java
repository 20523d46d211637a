// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Reading;
import io.sluice.decide.FilesList;
import io.sluice.decide.NotedFileStatus;
import io.sluice.text.Glob;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FilesOptionsTest {
  @Test
  void listDefaults() {
    assertThat(Reading.own(FilesJob.LIST)).isEqualTo(Map.of("limit", 50L));
    assertThat(FilesJob.filter(Reading.values(FilesJob.LIST, Map.of(), "--pipeline", "readings")))
        .isEqualTo(new FilesList.Filter(Optional.empty(), Optional.empty(), OptionalLong.empty()));
  }

  @Test
  void everyOptionOfList() {
    String[] args = {
      "--limit", "7", "a*", "--status", "gone", "--batch", "12", "--pipeline", "readings"
    };
    assertThat(Reading.all(FilesJob.LIST, Map.of(), args)).containsEntry("limit", 7L);
    assertThat(FilesJob.filter(Reading.values(FilesJob.LIST, Map.of(), args)))
        .isEqualTo(
            new FilesList.Filter(
                Optional.of(new Glob("a*")),
                Optional.of(NotedFileStatus.GONE),
                OptionalLong.of(12)));
  }

  @Test
  void retryTakesAPatternOrAll() {
    assertThat(Reading.own(FilesJob.RETRY, "*.csv", "--reason", "right now", "--wait", "1 hour"))
        .isEqualTo(
            Map.of(
                "wait",
                Duration.ofHours(1),
                "GLOB",
                new Glob("*.csv"),
                "all",
                false,
                "reason",
                "right now"));
    assertThat(Reading.own(FilesJob.RETRY, "--all"))
        .isEqualTo(Map.of("wait", Duration.ZERO, "all", true));
    String either = "Cannot choose files: give either GLOB, in quotes, or --all";
    assertThat(Reading.problems(FilesJob.RETRY)).containsExactly(either);
    assertThat(Reading.problems(FilesJob.RETRY, "--all", "x")).containsExactly(either);
  }

  @Test
  void rejectAndAcceptNeedAPatternAndAReason() {
    assertThat(Reading.own(FilesJob.REJECT, "it's [1].csv", "--reason", " a test "))
        .isEqualTo(
            Map.of("wait", Duration.ZERO, "GLOB", new Glob("it's [1].csv"), "reason", "a test"));
    assertThat(Reading.own(FilesJob.ACCEPT, "--missing", "a.csv", "--reason", "gone"))
        .isEqualTo(
            Map.of(
                "wait",
                Duration.ZERO,
                "GLOB",
                new Glob("a.csv"),
                "missing",
                true,
                "reason",
                "gone"));
    assertThat(Reading.problems(FilesJob.REJECT))
        .containsExactly(
            "Cannot start: GLOB is missing; write GLOB",
            "Cannot start: --reason is missing; write --reason TEXT");
  }

  @Test
  void rejections() {
    assertThat(Reading.problems(FilesJob.REJECT, "a.csv", "b.csv", "--missing", "--reason", " "))
        .containsExactly(
            "Cannot use '--missing': files reject has no such option; its options are --pipeline, --data, --sql, --run-id, --report, --log-format, --wait, --reason, --help",
            "Cannot use GLOB: 2 are given; give one, in quotes where it is a pattern, so that the shell leaves it alone",
            "Cannot use ' ' as --reason: it must be some text of at most 1000 characters; write --reason TEXT");
    assertThat(
            Reading.problems(
                FilesJob.LIST, "[", "--status", "lost", "--batch", "0", "--limit", "0"))
        .containsExactly(
            "Cannot use '[' as GLOB: it must be a file's name or a pattern such as 'shop-*.csv', in quotes; write GLOB",
            "Cannot use 'lost' as --status: it must be open or changed or gone or ingested or rejected; write --status STATUS",
            "Cannot use '0' as --batch: it must be a whole number from 1 to 2147483647; write --batch N",
            "Cannot use '0' as --limit: it must be a whole number from 1 to 100000; write --limit N");
    assertThat(Reading.problems(FilesJob.RETRY, "--all=yes"))
        .containsExactly(
            "Cannot use '--all=yes': files retry has no such option; its options are --pipeline, --data, --sql, --run-id, --report, --log-format, --wait, --all, --reason, --help",
            "Cannot choose files: give either GLOB, in quotes, or --all");
  }
}
