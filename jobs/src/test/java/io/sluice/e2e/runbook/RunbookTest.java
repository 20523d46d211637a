// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sluice.e2e.runbook.Runbook.Section;
import io.sluice.testing.Pipelines;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runbook leads from each symptom to its section, and all that is in it is tested. */
class RunbookTest {
  private static final Pattern LINK = Pattern.compile("]\\(#([^)]*)\\)");

  private final Runbook runbook;

  RunbookTest() throws IOException {
    runbook = Runbook.read(Runbook.PAGE);
  }

  @Test
  void every_section_has_a_test_that_goes_through_it() {
    List<String> tried =
        new ClassFileImporter()
            .importPackages("io.sluice.e2e.runbook").stream()
                .flatMap(each -> each.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Scenario.class))
                .map(method -> method.getAnnotationOfType(Scenario.class))
                .filter(scenario -> scenario.page().equals(Runbook.PAGE))
                .map(Scenario::value)
                .toList();
    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(
            runbook.sections().stream().map(Section::title).toList());
  }

  @Test
  void every_symptom_leads_to_a_section_and_every_section_has_a_symptom() {
    assertThat(anchors(runbook.introduction()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            runbook.sections().stream().map(Section::anchor).toList());
    assertThat(runbook.sections().stream().flatMap(section -> anchors(section.prose())))
        .isSubsetOf(runbook.sections().stream().map(Section::anchor).toList());
  }

  @Test
  void commands_are_in_blocks_where_tests_find_them() {
    assertThat(
            Stream.concat(
                runbook.introduction().stream(),
                runbook.sections().stream().flatMap(section -> section.prose().stream())))
        .noneMatch(line -> line.contains("./sluice "));
  }

  @Test
  void it_is_found_from_where_people_look() throws IOException {
    for (String page :
        List.of("README.md", "docs/operations.md", "dags/sluice_airflow/pages/run.md")) {
      assertThat(Pipelines.REAL.resolveSibling(page)).content().contains("runbook.md");
    }
  }

  private static Stream<String> anchors(List<String> lines) {
    return lines.stream().flatMap(line -> LINK.matcher(line).results()).map(RunbookTest::anchor);
  }

  private static String anchor(MatchResult link) {
    return link.group(1);
  }
}
