// SPDX-License-Identifier: Apache-2.0
package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Jobs;
import io.sluice.testing.Pipelines;
import io.sluice.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in the documentation parse. */
class DocumentedCommandsTest {
  private static final Path ROOT = Pipelines.REAL.getParent();
  private static final String LAUNCHER = "./sluice ";

  /** A command in a line of text; one without options only names itself. */
  private static final Pattern INLINE = Pattern.compile("`\\./sluice ([a-z]+[^`]* --[^`]*)`");

  @TempDir Path folder;

  @Test
  void every_command_parses() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path page : pages()) {
      commands.addAll(commands(page));
    }
    assertThat(commands).hasSizeGreaterThan(20);
    for (String command : commands) {
      assertThat(Jobs.problems(Shell.words(command, folder))).as(command).isEmpty();
    }
  }

  /** All but the runbook: its commands have words in capitals, and its own tests run them. */
  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .filter(page -> !page.endsWith("runbook.md"))
          .toList();
    }
  }

  private static List<String> commands(Path page) throws IOException {
    List<String> commands = new ArrayList<>();
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith(LAUNCHER) && line.contains(" --")) {
        commands.add(line.substring(LAUNCHER.length()));
      }
      INLINE.matcher(line).results().forEach(found -> commands.add(found.group(1)));
    }
    return commands;
  }
}
