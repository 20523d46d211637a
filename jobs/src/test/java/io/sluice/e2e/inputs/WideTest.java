// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand columns of every type, and a rule for each eighth, go the way of any other file. */
@ExtendWith(SparkSessionExtension.class)
@LongProof
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WideTest {
  private static final String[] OF_ENGINE = {"source_file", "record_hash", "processed_timestamp"};
  private static final WideFiles FILES = new WideFiles(1_998);
  private static final int GOOD = 6;

  @TempDir static Path folder;

  private static Workspace workspace;
  private static final List<String> MISFIT = texts(100, 3, "many", 1_997, "soon", 0, "");
  private static final List<String> BREAKING = texts(101, 3, "-1", 1_995, "1000000");

  @BeforeAll
  static void land() throws IOException {
    FILES.write(folder.resolve("sql"));
    workspace = new Workspace(folder.resolve("data"), folder.resolve("sql"), WideFiles.NAME);
    StringBuilder file = new StringBuilder(FILES.header());
    IntStream.range(0, GOOD).forEach(i -> file.append(WideFiles.line(FILES.texts(i))));
    file.append(WideFiles.line(FILES.texts(0)));
    file.append(WideFiles.line(MISFIT)).append(WideFiles.line(BREAKING)).append("id7,short\n");
    workspace.land("wide.csv", file.toString());
  }

  @Test
  @Order(1)
  void good_records_are_published_and_bad_ones_quarantined_with_every_reason() throws IOException {
    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.message()).isZero();
    assertThat(run.report().at("/rows_read").asInt()).isEqualTo(GOOD + 4);
    assertThat(run.report().at("/rows_duplicate").asInt()).isOne();
    assertThat(workspace.table(WideFiles.TABLE, OF_ENGINE)).isEqualTo(rows());
    assertThat(quarantined())
        .isEqualTo(
            Contents.sorted(
                List.of(
                    quarantined(
                        FILES.json(MISFIT),
                        "id_missing: id: is required and empty",
                        "c1_type: c1: 'many' is no INT",
                        "c1995_type: c1995: 'soon' is no DECIMAL(18,2)"),
                    quarantined(
                        FILES.json(BREAKING),
                        "c1_is_positive: c1_is_positive does not hold: c1 = '-1'",
                        "c1993_is_small: c1993_is_small does not hold: c1993 = '1000000'"),
                    quarantined(
                        "id7,short",
                        "column_count: the line does not have as many values as the header has columns"))));
  }

  @Test
  @Order(2)
  @LongProof // a dozen plans over two thousand columns
  void every_other_command_takes_it_as_well() throws IOException {
    for (String command :
        List.of("validate", "status", "doctor", "quarantine list", "quality", "maintain")) {
      RunResult run = workspace.run(command);
      assertThat(run.exitCode()).as("%s: %s", command, run.message()).isZero();
    }
    RunResult query =
        workspace.run("query", "select * from wide_rows order by id", "--format", "json");
    assertThat(query.exitCode()).isZero();
    assertThat(workspace.table(WideFiles.TABLE, OF_ENGINE)).isEqualTo(rows());
  }

  private static List<Map<String, Object>> rows() {
    return Contents.sorted(IntStream.range(0, GOOD).mapToObj(FILES::row).toList());
  }

  /** Record and reasons of each record in quarantine. */
  private static List<Map<String, Object>> quarantined() {
    List<Map<String, Object>> found = new ArrayList<>();
    for (Map<String, Object> row : workspace.table("quarantine")) {
      List<?> reasons = (List<?>) row.get("reasons");
      found.add(
          quarantined(
              (String) row.get("record"),
              reasons.stream()
                  .map(Map.class::cast)
                  .map(reason -> reason.get("code") + ": " + reason.get("message"))
                  .toArray(String[]::new)));
    }
    return Contents.sorted(found);
  }

  private static Map<String, Object> quarantined(String record, String... reasons) {
    return new TreeMap<>(Map.of("record", record, "reasons", List.of(reasons)));
  }

  /**
   * A record in which some texts were put in the place of others.
   *
   * @param replaced index and text in turn
   */
  private static List<String> texts(int number, Object... replaced) {
    List<String> texts = new ArrayList<>(FILES.texts(number));
    for (int i = 0; i < replaced.length; i += 2) {
      texts.set((Integer) replaced[i], (String) replaced[i + 1]);
    }
    return texts;
  }
}
