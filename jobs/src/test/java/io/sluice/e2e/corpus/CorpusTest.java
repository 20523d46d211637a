// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Lands every file of the corpus at once, good and bad, and asks what became of each. */
@ExtendWith(SparkSessionExtension.class)
class CorpusTest {
  private static final Path CORPUS = Pipelines.OWN.resolveSibling("corpus");

  @TempDir private Path data;

  /**
   * With generated code only where all cases are asked for: that it makes the same of a value is
   * what the tests of refine show, which always run both ways.
   */
  @BeforeAll
  static void leaveGeneratedCodeToLongRuns() {
    assumeTrue(
        Sampled.OneOfSome.isAll()
            || "NO_CODEGEN".equals(System.getProperty("spark.sql.codegen.factoryMode")));
  }

  @Test
  void files_with_the_default_options() throws IOException {
    RunResult run = requireFates("corpus");

    assertThat(run.report().path("files").path("ignored").asInt()).isEqualTo(4);
    JsonNode check = run.report().path("checks").path(0);
    assertThat(check.path("name").asText()).isEqualTo("extra_columns");
    assertThat(check.path("severity").asText()).isEqualTo("warn");
    assertThat(check.path("violations").asInt()).isEqualTo(5);
    assertThat(check.path("sample").path(0).toString())
        .isEqualTo("{\"columns\":\"'coupon'\",\"file\":\"extra.csv\"}");
  }

  @Test
  void files_whose_values_hold_line_breaks() throws IOException {
    requireFates("corpus_multiline");
  }

  @Test
  void files_of_json_lines() throws IOException {
    requireFates("corpus_json");
  }

  @Test
  void documents() throws IOException {
    requireFates("corpus_documents");
  }

  @Test
  void files_of_parquet() throws IOException {
    RunResult run = requireFates("corpus_parquet");

    JsonNode check = run.report().path("checks").path(0);
    assertThat(check.path("name").asText()).isEqualTo("extra_columns");
    assertThat(check.path("violations").asInt()).isEqualTo(1);
    assertThat(check.path("sample").path(0).toString())
        .isEqualTo("{\"columns\":\"'who.shoes', 'more'\",\"file\":\"further.parquet\"}");
  }

  private RunResult requireFates(String pipeline) throws IOException {
    Workspace workspace = new Workspace(data, Pipelines.OWN, pipeline);
    Map<String, Object> expected = new TreeMap<>();
    for (CorpusCase some : cases(pipeline)) {
      some.land(workspace.in("landing"));
      expected.putAll(some.expected());
    }
    RunResult run = workspace.run("transform");
    assertThat(run.exitCode()).as(run.outcome()).isZero();

    Map<String, Object> fates = Fates.of(workspace);
    Map<String, Object> right = new TreeMap<>(expected);
    right.entrySet().retainAll(fates.entrySet());
    fates.keySet().removeAll(right.keySet()); // a hundred files that are right hide one that isn't
    expected.keySet().removeAll(right.keySet());
    assertThat(fates).isEqualTo(expected);
    return run;
  }

  private static List<CorpusCase> cases(String pipeline) throws IOException {
    return CorpusCase.all(CORPUS).stream()
        .filter(some -> some.pipeline().equals(pipeline))
        .toList();
  }
}
