// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Command;
import io.sluice.cli.OptionSpec;
import io.sluice.testing.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What shells complete is what the commands take. */
class CompletionTest {
  private static final Path TABLE =
      Pipelines.REAL.getParent().resolve("infra/launch/completion.tsv");

  /** What stands for values that the folders have, by the name that help gives the value. */
  private static final Map<String, String> KINDS =
      Map.of("RELATION", "<relation>", "URI", "<path>", "SAMPLE", "<path>", "CASE", "<case>");

  /** The same for values that help calls a name, by the option. */
  private static final Map<String, String> NAMES =
      Map.of("pipeline", "<pipeline>", "export", "<export>");

  /** To mend it, write the expected lines into the file. */
  @Test
  void theTableHasEveryOptionOfEveryCommand() throws IOException {
    assertThat(Files.readString(TABLE)).isEqualTo(expected());
  }

  @Test
  void valuesOfAListAreThoseThatTheOptionTakes() {
    assertThat(expected())
        .contains("query\t--format\ttable csv json\n")
        .contains("aggregate\t--full-refresh\t<relation>\n")
        .contains("transform\t--pipeline\t<pipeline>\n")
        .contains("backfill\t--plan\t-\n");
  }

  private static String expected() {
    StringBuilder lines = new StringBuilder("command\toption\tvalues\n");
    for (Command command : Commands.ALL) {
      for (OptionSpec<?> option : command.options()) {
        if (option.form() != OptionSpec.Form.POSITIONAL) {
          lines.append(line(command, "--" + option.name(), values(option)));
        }
      }
      lines.append(line(command, "--help", "-"));
    }
    return lines.toString();
  }

  private static String line(Command command, String option, String values) {
    return String.join("\t", command.name(), option, values) + "\n";
  }

  /** The words to choose from; {@code -} where the option takes no value, empty if any. */
  private static String values(OptionSpec<?> option) {
    if (option.form() == OptionSpec.Form.FLAG) {
      return "-";
    }
    if (NAMES.containsKey(option.name())) {
      return NAMES.get(option.name());
    }
    List<String> words = Arrays.asList(option.type().allowed().split(" or "));
    boolean isChoice = words.size() > 1 && words.stream().allMatch(word -> isRead(option, word));
    return isChoice ? String.join(" ", words) : KINDS.getOrDefault(option.argument(), "");
  }

  private static boolean isRead(OptionSpec<?> option, String word) {
    return Stream.of(word, word + "?")
        .map(text -> isAccepted(option, text))
        .toList()
        .equals(List.of(true, false));
  }

  private static boolean isAccepted(OptionSpec<?> option, String text) {
    try {
      return option.type().reader().apply(text) != null;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
