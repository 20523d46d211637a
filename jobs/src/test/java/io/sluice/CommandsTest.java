// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.testing.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every place outside of Java that names the commands has all of them. */
class CommandsTest {
  private static final Path ROOT = Pipelines.REAL.getParent();

  /** The first words, in the order of help. */
  private static final List<String> NAMES =
      Commands.ALL.stream().map(Command::jobName).distinct().toList();

  @Test
  void everyMainHasItsCommands() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/io/sluice"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(CommandsTest::isJob))
          .containsExactlyInAnyOrderElementsOf(
              NAMES.stream().map(name -> jobClass(name) + ".java").toList());
    }
  }

  @Test
  void everyCommandOfAGroupIsListed() {
    assertThat(Commands.ALL.stream().filter(command -> command.name().contains(" ")))
        .containsExactlyElementsOf(
            Commands.GROUPS.stream().flatMap(group -> group.commands().stream()).toList());
  }

  @Test
  void theLauncherStartsEachByItsClass() throws IOException {
    assertThat(found("sluice", "(?m)^ *([a-z]+)\\) *class=io\\.sluice\\.(\\w+)"))
        .extracting(each -> each.group(1) + " " + each.group(2))
        .containsExactlyElementsOf(
            NAMES.stream().map(name -> name + " " + jobClass(name)).toList());
  }

  @Test
  void theLaunchersHelpListsEach() throws IOException {
    String help = read("sluice");
    String commands = help.substring(help.indexOf("Commands:\n"), help.indexOf("Environment:\n"));

    assertThat(Pattern.compile("(?m)^  ([a-z]+)  +\\S").matcher(commands).results())
        .extracting(each -> each.group(1))
        .containsExactlyElementsOf(NAMES);
  }

  @Test
  void theLaunchersRefusalNamesEach() throws IOException {
    String refusal = read("sluice").replaceAll("\"\\s*\\\\?\\s*\"", " ").replaceAll("\\s+", " ");
    String last = NAMES.get(NAMES.size() - 1);

    assertThat(refusal)
        .contains(
            "the commands are %s and %s"
                .formatted(String.join(", ", NAMES.subList(0, NAMES.size() - 1)), last));
  }

  @Test
  void theReadmeListsEach() throws IOException {
    assertThat(found("README.md", "(?m)^\\| `([a-z]+)` \\| "))
        .extracting(each -> each.group(1))
        .containsExactlyElementsOf(NAMES);
  }

  @Test
  void operationsListsEach() throws IOException {
    List<String> names = new ArrayList<>();
    for (MatchResult row : found("docs/operations.md", "(?m)^\\| `\\./sluice ([^|]*)` \\|")) {
      names.addAll(List.of(row.group(1).split("`, `")));
    }
    assertThat(names).containsExactlyElementsOf(NAMES);
  }

  @Test
  void operationsExplainsEveryOption() throws IOException {
    String page = read("docs/operations.md");
    for (Command command : Commands.ALL) {
      for (OptionSpec<?> option : command.options()) {
        if (option.form() != OptionSpec.Form.POSITIONAL) {
          assertThat(page).as(command.name()).contains("--" + option.name());
        }
      }
    }
    assertThat(found("docs/operations.md", "(?m)^\\| `--([a-z-]+) [A-Z]+` \\| all \\|"))
        .extracting(each -> each.group(1))
        .containsExactlyElementsOf(
            CommonOptions.and().stream().map(option -> option.name()).toList());
  }

  private static List<MatchResult> found(String file, String pattern) throws IOException {
    return Pattern.compile(pattern).matcher(read(file)).results().toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static boolean isJob(String file) {
    return file.endsWith("Job.java");
  }

  private static String jobClass(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Job";
  }
}
