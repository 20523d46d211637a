// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The page of faults claims nothing that no test shows. */
class FaultsPageTest {
  private static final Path ROOT = Path.of(System.getProperty("sluice.root")).normalize();
  private static final Path JAVA_TESTS = ROOT.resolve("jobs/src/test/java");
  private static final List<Path> PYTHON_TESTS =
      List.of(ROOT.resolve("infra/tests"), ROOT.resolve("chaos/tests"));
  private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern CASE = Pattern.compile("`([A-Z][A-Z_]+)`");
  private static final int COLUMNS = 4;

  @Test
  void every_row_names_tests_that_there_are() throws IOException, ReflectiveOperationException {
    List<String> wrong = new ArrayList<>();
    for (String row : rows()) {
      List<MatchResult> tests = TEST.matcher(tests(row)).results().toList();
      if (tests.isEmpty()) {
        wrong.add("no test: " + row);
      }
      for (MatchResult test : tests) {
        if (!isTest(test.group(1), test.group(2))) {
          wrong.add("no such test: " + test.group());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void every_kind_of_damage_has_its_row() throws IOException {
    Set<String> cases = new TreeSet<>();
    for (String row : rows()) {
      CASE.matcher(tests(row)).results().forEach(found -> cases.add(found.group(1)));
    }
    Set<String> damages = new TreeSet<>();
    for (Enum<?>[] kinds : List.of(Damage.values(), LostCheckpointTest.Damage.values())) {
      Arrays.stream(kinds).forEach(damage -> damages.add(damage.name()));
    }
    assertThat(cases).isEqualTo(damages);
  }

  /** The lines of the page's tables, without their heads. */
  private static List<String> rows() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve("docs/faults.md")).stream()
            .filter(line -> line.startsWith("| "))
            .filter(line -> !line.startsWith("| fault |"))
            .toList();
    assertThat(rows).isNotEmpty().allMatch(row -> row.split("\\|").length == COLUMNS + 1);
    return rows;
  }

  private static String tests(String row) {
    return row.split("\\|")[COLUMNS];
  }

  private static boolean isTest(String type, String method)
      throws IOException, ReflectiveOperationException {
    for (Path file : files(JAVA_TESTS, type + ".java")) {
      String name = JAVA_TESTS.relativize(file).toString().replace('/', '.');
      Class<?> found = Class.forName(name.replaceFirst("\\.java$", ""));
      if (Arrays.stream(found.getDeclaredMethods())
          .anyMatch(each -> each.getName().equals(method) && isTest(each))) {
        return true;
      }
    }
    for (Path folder : PYTHON_TESTS) {
      for (Path file : files(folder, "test_*.py")) {
        if (body(Files.readString(file), type).contains("\n    def %s(self)".formatted(method))) {
          return method.startsWith("test_");
        }
      }
    }
    return false;
  }

  /** The body of a class of a Python file; nothing where it has none of that name. */
  private static String body(String file, String type) {
    String[] around = file.split("\nclass %s\\(".formatted(type), 2);
    return around.length == 1 ? "" : around[1].split("\nclass ", 2)[0];
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  private static List<Path> files(Path folder, String glob) throws IOException {
    var matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> matcher.matches(file.getFileName())).toList();
    }
  }
}
