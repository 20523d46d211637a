// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.decide.FilesList;
import io.sluice.decide.NotedFileStatus;
import io.sluice.text.Glob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FilesOptionsTest {
  @Test
  void listDefaults() {
    FilesListOptions options = read(FilesListOptions.COMMAND);

    assertThat(options)
        .isEqualTo(
            new FilesListOptions(
                options.common(),
                new FilesList.Filter(Optional.empty(), Optional.empty(), OptionalLong.empty()),
                50));
  }

  @Test
  void everyOptionOfList() {
    FilesListOptions options =
        read(FilesListOptions.COMMAND, "--limit", "7", "a*", "--status", "gone", "--batch", "12");

    assertThat(options)
        .isEqualTo(
            new FilesListOptions(
                options.common(),
                new FilesList.Filter(
                    Optional.of(new Glob("a*")),
                    Optional.of(NotedFileStatus.GONE),
                    OptionalLong.of(12)),
                7));
  }

  @Test
  void retryTakesAPatternOrAll() {
    FilesRetryOptions some =
        read(FilesRetryOptions.COMMAND, "*.csv", "--reason", "right now", "--wait", "1 hour");
    FilesRetryOptions all = read(FilesRetryOptions.COMMAND, "--all");

    assertThat(some)
        .isEqualTo(
            new FilesRetryOptions(
                some.common(), Duration.ofHours(1), Optional.of(new Glob("*.csv")), "right now"));
    assertThat(all)
        .isEqualTo(new FilesRetryOptions(all.common(), Duration.ZERO, Optional.empty(), ""));
    String either = "Cannot choose files: give either GLOB, in quotes, or --all";
    assertThat(problems(FilesRetryOptions.COMMAND)).containsExactly(either);
    assertThat(problems(FilesRetryOptions.COMMAND, "--all", "x")).containsExactly(either);
  }

  @Test
  void rejectAndAcceptNeedAPatternAndAReason() {
    FilesDecisionOptions reject =
        read(FilesDecisionOptions.REJECT, "it's [1].csv", "--reason", " a test ");
    FilesDecisionOptions accept =
        read(FilesDecisionOptions.ACCEPT, "--missing", "a.csv", "--reason", "gone");

    assertThat(reject)
        .isEqualTo(
            new FilesDecisionOptions(
                reject.common(), Duration.ZERO, new Glob("it's [1].csv"), false, "a test"));
    assertThat(accept)
        .isEqualTo(
            new FilesDecisionOptions(
                accept.common(), Duration.ZERO, new Glob("a.csv"), true, "gone"));
    assertThat(problems(FilesDecisionOptions.REJECT))
        .containsExactly(
            "Cannot start: GLOB is missing; write GLOB",
            "Cannot start: --reason is missing; write --reason TEXT");
  }

  @Test
  void rejections() {
    assertThat(
            problems(FilesDecisionOptions.REJECT, "a.csv", "b.csv", "--missing", "--reason", " "))
        .containsExactly(
            "Cannot use '--missing': files reject has no such option; its options are --pipeline, --data, --sql, --run-id, --report, --log-format, --wait, --reason, --help",
            "Cannot use GLOB: 2 are given; give one, in quotes where it is a pattern, so that the shell leaves it alone",
            "Cannot use ' ' as --reason: it must be some text of at most 1000 characters; write --reason TEXT");
    assertThat(
            problems(
                FilesListOptions.COMMAND, "[", "--status", "lost", "--batch", "0", "--limit", "0"))
        .containsExactly(
            "Cannot use '[' as GLOB: it must be a file's name or a pattern such as 'shop-*.csv', in quotes; write GLOB",
            "Cannot use 'lost' as --status: it must be open or changed or gone or ingested or rejected; write --status STATUS",
            "Cannot use '0' as --batch: it must be a whole number from 1 to 2147483647; write --batch N",
            "Cannot use '0' as --limit: it must be a whole number from 1 to 100000; write --limit N");
    assertThat(problems(FilesRetryOptions.COMMAND, "--all=yes"))
        .containsExactly(
            "Cannot use '--all=yes': files retry has no such option; its options are --pipeline, --data, --sql, --run-id, --report, --log-format, --wait, --all, --reason, --help",
            "Cannot choose files: give either GLOB, in quotes, or --all");
  }

  private static <O> O read(Command<O> command, String... args) {
    return Reading.options(command, Map.of(), onPipeline(args));
  }

  private static List<String> problems(Command<?> command, String... args) {
    return Reading.problems(command, Map.of(), onPipeline(args));
  }

  private static String[] onPipeline(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "--pipeline";
    all[1] = "readings";
    System.arraycopy(args, 0, all, 2, args.length);
    return all;
  }
}
