// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.CommandGroup;
import io.sluice.problem.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandGroupTest {
  private static final CommandGroup FILES =
      new CommandGroup(
          "files", "Shows what became of files.", List.of(FilesJob.LIST, FilesJob.RETRY));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void theFirstArgumentNamesTheCommand() {
    assertThat(FILES.find("retry", "--all")).contains(FILES.commands().get(1));
    assertThat(FILES.find("--all", "retry")).isEmpty();
    assertThat(FILES.find()).isEmpty();
    assertThat(FilesJob.RETRY.jobName()).isEqualTo("files");
  }

  @Test
  void helpListsTheCommands() {
    assertThat(explain("--help")).isEqualTo(Outcome.SUCCEEDED);
    assertThat(out)
        .hasToString(
            """
            Usage: ./sluice files COMMAND --pipeline NAME [options]

            Shows what became of files.

            Commands:
              list   Lists noted files: of batches that are not published yet, then of the ledger, newest first.
              retry  Has rejected files taken in once more, each as a batch of its own, by the next transform.

            './sluice files COMMAND --help' says everything about one.
            """);
    assertThat(err).hasToString("");
  }

  @Test
  void anUnknownCommandIsRefused() {
    assertThat(explain("rm", "x")).isEqualTo(Outcome.INVALID);
    assertThat(err)
        .hasToString(
            """
            Cannot run files: 'rm' is none of its commands; its commands are list, retry
            try ./sluice files --help
            """);
  }

  @Test
  void noCommandIsRefused() {
    assertThat(explain()).isEqualTo(Outcome.INVALID);
    assertThat(err)
        .hasToString(
            """
            Cannot run files: no command of it is named; its commands are list, retry
            try ./sluice files --help
            """);
  }

  private Outcome explain(String... args) {
    return FILES.explain(print(out), print(err), args);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
