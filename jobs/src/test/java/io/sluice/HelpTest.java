// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.cli.Command;
import io.sluice.cli.Help;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.Reading;
import io.sluice.testing.Pipelines;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  static List<Command> commands() {
    return Commands.ALL;
  }

  @Test
  void saysEverythingAboutACommand() {
    assertThat(Help.of(GenerateJob.COMMAND))
        .isEqualTo(
            """
            Usage: ./sluice generate --pipeline NAME [options]

            Makes synthetic rows with the pipeline's generate.sql: writes files into landing/.

            Options:
              --pipeline NAME      the pipeline, a folder under --sql (required)
              --data URI           where the data is (default: SLUICE_DATA, else data)
              --sql URI            where the pipelines are (default: SLUICE_SQL, else sql)
              --run-id ID          names this run in report and tables (default: made up)
              --report URI         where to write a copy of the report (default: none)
              --log-format FORMAT  how log lines on stderr look: text or json (default: SLUICE_LOG_FORMAT, else text)
              --wait DURATION      how long to wait where another run writes, such as 10 minutes (default: 0)
              --rows N             how many rows to make (default: 100)
              --files N            over how many files (default: 1)
              --start TIME         the time of the first row, ISO-8601 (default: 2026-01-01T00:00:00Z)
              --bad-ratio RATIO    part of the rows that is bad on purpose (default: 0)
              --help               prints this

            Exit codes:
              0  done, also when there was nothing to do
              1  failed; a retry may help
              2  bad arguments or a bad pipeline folder
              3  a quality gate said no
              4  busy: another run holds the pipeline, or overtook this one
              5  unsafe: change log, tables or input disagree; the message names the repair
            After 2, 3 and 5 a plain retry never helps.

            Example:
              ./sluice generate --pipeline transactions --rows 1000 --files 4
            """);
  }

  @Test
  void saysWhatACommandNamesWithoutAnOption() {
    assertThat(Help.of(FilesJob.REJECT).lines().limit(14))
        .containsExactly(
            "Usage: ./sluice files reject GLOB --pipeline NAME [options]",
            "",
            "Gives files up: of batches that are not published, whose others go through, or rejected ones for good.",
            "",
            "Options:",
            "  --pipeline NAME      the pipeline, a folder under --sql (required)",
            "  --data URI           where the data is (default: SLUICE_DATA, else data)",
            "  --sql URI            where the pipelines are (default: SLUICE_SQL, else sql)",
            "  --run-id ID          names this run in report and tables (default: made up)",
            "  --report URI         where to write a copy of the report (default: none)",
            "  --log-format FORMAT  how log lines on stderr look: text or json (default: SLUICE_LOG_FORMAT, else text)",
            "  GLOB                 which files, by name (required)",
            "  --wait DURATION      how long to wait where another run writes, such as 10 minutes (default: 0)",
            "  --reason TEXT        why, to be kept with the decision (required)");
    assertThat(Help.of(FilesJob.LIST))
        .startsWith("Usage: ./sluice files list [GLOB] --pipeline NAME [options]\n");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theExampleWorks(Command command) {
    List<String> words = WORD.matcher(command.example()).results().map(HelpTest::word).toList();
    List<String> name = List.of(command.name().split(" "));
    String[] args = words.subList(1 + name.size(), words.size()).toArray(String[]::new);

    assertThat(words.get(0)).isEqualTo("./sluice");
    assertThat(words.subList(1, 1 + name.size())).isEqualTo(name);
    assertThat(Reading.problems(command, Map.of(), args)).as(Arrays.toString(args)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theExampleNamesAPipelineThatTheCommandTakes(Command command) {
    String pipeline = command.example().replaceAll(".* --pipeline (\\w+).*", "$1");
    // init changes no folder that is there, and none of those takes messages of Kafka
    boolean isNew = command.equals(InitJob.COMMAND) || command.equals(LandJob.COMMAND);

    assertThat(Files.exists(Pipelines.REAL.resolve(pipeline))).as(pipeline).isEqualTo(!isNew);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyDefaultIsAllowed(Command command) {
    for (OptionSpec<?> option : command.options()) {
      assertThatCode(() -> option.byDefault().map(option.type().reader()))
          .as(option.name())
          .doesNotThrowAnyException();
    }
  }

  private static String word(MatchResult match) {
    return Stream.of(match.group(1), match.group(2), match.group(3))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }
}
