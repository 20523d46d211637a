// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineFoldersTest {
  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"../shop", "", "Shop", "/shop", "shop/", "1shop", "a-b", "shop\u0007"})
  void refuses_what_is_no_name(String name) {
    assertThatThrownBy(() -> load(name))
        .isInstanceOf(Problem.class)
        .hasMessage(
            "Cannot load pipeline '%s': it is not a pipeline's name; give --pipeline a name of a-z,"
                    .formatted(name.replace("\u0007", "\\u0007"))
                + " 0-9 and _ that starts with a letter");
  }

  @Test
  void names_the_pipelines_there_are() throws Exception {
    Files.createDirectories(root.resolve("b"));
    Files.createDirectories(root.resolve("a"));
    Files.createDirectories(root.resolve(".git"));
    Files.writeString(root.resolve("c"), "a file");

    assertThatThrownBy(() -> load("c"))
        .hasMessage(
            "Cannot load pipeline 'c': there is no folder file:%s/c; the pipelines there are: a, b"
                .formatted(root));
  }

  @Test
  void says_where_there_is_no_pipeline_at_all() {
    assertThatThrownBy(() -> load("shop"))
        .hasMessage(
            "Cannot load pipeline 'shop': there is no folder file:%s/shop; there is no pipeline yet;"
                    .formatted(root)
                + " make a folder with a pipeline.yaml");
  }

  @Test
  void says_where_the_root_is_missing() {
    assertThatThrownBy(() -> TestFolder.load(root.resolve("sql"), "shop", Map.of()))
        .hasMessage(
            "Cannot load pipeline 'shop': there is no folder file:%s/sql; name the folder of"
                    .formatted(root)
                + " pipelines with --sql or SLUICE_SQL");
  }

  private Pipeline load(String name) {
    return TestFolder.load(root, name, Map.of());
  }
}
