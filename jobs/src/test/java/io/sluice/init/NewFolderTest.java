// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline's folder is there as a whole, or not at all. */
class NewFolderTest {
  private static final Map<String, byte[]> FILES =
      Map.of(
          "pipeline.yaml", "table: t\n".getBytes(UTF_8), "tests/a/b.csv", "id\n".getBytes(UTF_8));

  @TempDir private Path root;

  @Test
  void nothingIsThereBeforeAllIs() throws IOException {
    NewFolder folder = new NewFolder(root, "visits");

    folder.write(
        FILES,
        aside -> {
          assertThat(folder.path()).doesNotExist();
          assertThat(aside.getFileName().toString()).startsWith(".");
          assertThat(aside.resolve("visits/tests/a/b.csv")).hasContent("id\n");
        });

    assertThat(files()).containsExactly("visits/pipeline.yaml", "visits/tests/a/b.csv");
  }

  @Test
  void whatMustNotComeToBeLeavesNothing() throws IOException {
    NewFolder folder = new NewFolder(root, "visits");

    assertThatThrownBy(
            () ->
                folder.write(
                    FILES,
                    aside -> {
                      throw Problem.invalid("no");
                    }))
        .hasMessage("no");

    assertThat(root).isEmptyDirectory();
  }

  @Test
  void whatAKilledOneLeftIsInNobodysWay() throws IOException {
    Files.createDirectories(root.resolve(".init-visits-1/visits"));
    Files.writeString(root.resolve(".init-visits-1/visits/pipeline.yaml"), "tab");

    new NewFolder(root, "visits").write(FILES, aside -> {});

    assertThat(files()).contains("visits/pipeline.yaml", "visits/tests/a/b.csv");
    assertThat(root.resolve("visits/pipeline.yaml")).hasContent("table: t\n");
  }

  @Test
  void aFolderThatAppearsMeanwhileStaysAsItIs() throws IOException {
    NewFolder folder = new NewFolder(root, "visits");

    assertThatThrownBy(() -> folder.write(FILES, aside -> other(folder.path())))
        .hasMessage(
            "Cannot make the pipeline 'visits': there is %s already, and init changes nothing that is there; choose another --pipeline, or move it away",
            folder.path());

    assertThat(files()).containsExactly("visits/mine.sql");
  }

  private static void other(Path folder) {
    assertThat(folder.toFile().mkdir()).isTrue();
    try {
      Files.writeString(folder.resolve("mine.sql"), "select 1");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
