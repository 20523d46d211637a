// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code docs/runbook.md}, or another page of {@code docs/}, taken apart.
 *
 * @param introduction the lines before the first section
 */
record Runbook(List<String> introduction, List<Section> sections) {
  static final String PAGE = "runbook.md";
  private static final String SECTION = "## ";
  private static final String FENCE = "```";

  /**
   * What is to be done about one thing that on-call may see.
   *
   * @param commands the lines to type: of the blocks that are called bash
   * @param quotes the lines that are seen: of blocks without a name; … stands for what varies
   * @param prose all other lines, those of blocks that have another name too
   */
  record Section(String title, List<String> commands, List<String> quotes, List<String> prose) {
    /** What a link to the section names. */
    String anchor() {
      return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }
  }

  static Runbook read(String page) throws IOException {
    Runbook runbook = new Runbook(new ArrayList<>(), new ArrayList<>());
    Optional<String> block = Optional.empty();
    for (String line : Files.readAllLines(file(page))) {
      String text = line.strip();
      if (text.startsWith(FENCE)) {
        block = block.isPresent() ? Optional.empty() : Optional.of(text.substring(FENCE.length()));
      } else if (block.isEmpty() && line.startsWith(SECTION)) {
        runbook.sections.add(
            new Section(
                line.substring(SECTION.length()),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>()));
      } else if (!text.isEmpty()) {
        runbook.place(block).add(text);
      }
    }
    assertThat(block).as("a block that does not end").isEmpty();
    return runbook;
  }

  private static Path file(String page) {
    return Pipelines.REAL.resolveSibling("docs").resolve(page);
  }

  private List<String> place(Optional<String> block) {
    if (sections.isEmpty()) {
      assertThat(block).as("a block before the first section").isEmpty();
      return introduction;
    }
    Section last = sections.get(sections.size() - 1);
    return switch (block.orElse("prose")) {
      case "bash" -> last.commands;
      case "" -> last.quotes;
      default -> last.prose;
    };
  }

  Section section(String title) {
    return sections.stream()
        .filter(section -> section.title.equals(title))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no section '" + title + "'"));
  }

  /** Whether a line that was printed is what a quote stands for, however columns are padded. */
  static boolean matches(String quote, String printed) {
    String[] fixed = oneBlank(quote).split("…", -1 /* also at the end */);
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < fixed.length; i++) {
      pattern.append(i == 0 ? "" : ".*").append(Pattern.quote(fixed[i]));
    }
    return oneBlank(printed).matches(pattern.toString());
  }

  private static String oneBlank(String line) {
    return line.strip().replaceAll("\\s+", " ");
  }
}
