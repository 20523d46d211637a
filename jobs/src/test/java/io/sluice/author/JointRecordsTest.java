// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.spark.RowTexts;
import io.sluice.storage.Storage;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whether a case gives the same with other cases beside it as alone. */
@ExtendWith(SparkSessionExtension.class)
class JointRecordsTest {
  private static final String HEADER = "id,price,quantity,sold_at,buyer\n";

  /** An empty expectation: what comes of the records is the difference to it. */
  private static final String SALES = "id,price,quantity,sold_date,source_file\n";

  @TempDir private Path root;
  private final SparkSession spark;
  private final Storage storage = new Storage(new Configuration());
  private PipelineFolder folder;

  JointRecordsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void shop() {
    folder = new PipelineFolder(root);
  }

  @Test
  void recordsOfEachCaseAreComparedWithEachOtherAlone() {
    given("twice", "source.csv", HEADER + "a,1,,2026-01-05 10:00:00,\na,1,,2026-01-05 10:00:00,\n");
    given("other", "source.csv", HEADER + "a,2,,2026-01-05 10:00:00,\n");
    given(
        "conflict",
        "source.csv",
        "sold_at,price,id\n" + "2026-01-05 10:00:00,1,b\n2026-01-05 10:00:00,2,b\n");
    given(
        "bad",
        "source.csv",
        HEADER + "a,cheap,many,2026-01-05 10:00:00,\na,-1,,2026-01-05 10:00:00,me\n");
    given("none", "source.csv", HEADER);
    given(
        "json",
        "source.json",
        "{\"id\": \"a\", \"price\": 3, \"sold_at\": \"2026-01-05 10:00:00\"}\n");

    Map<String, String> together = together();

    assertThat(together).isEqualTo(alone());
    assertThat(together.get("twice")).contains("a   1.00").doesNotContain("2.00");
    assertThat(together.get("other")).contains("a   2.00", "source.csv").doesNotContain("1.00");
    assertThat(together.get("conflict")).contains("conflicting_duplicate");
    assertThat(together.get("bad")).contains("price_type|quantity_type", "price_is_positive");
    assertThat(together.get("none")).isEmpty();
    assertThat(together.get("json")).contains("source.json");
  }

  @Test
  void soAreRecordsThatGiveSeveralRows() {
    folder.write(
        "transformations.sql",
        """
        select
            id,
            explode(sequence(1, quantity)) as part,
            price,
            quantity,
            to_date(sold_at) as sold_date
        from source
        """);
    folder.write("pipeline.yaml", PipelineFolder.YAML.replace("[id]", "[id, part]"));
    given("two", "source.csv", HEADER + "a,1,2,2026-01-05 10:00:00,\n");
    given(
        "three", "source.csv", HEADER + "a,1,3,2026-01-05 10:00:00,\nb,1,1,2026-01-05 10:00:00,\n");
    given(
        "conflict",
        "source.csv",
        HEADER + "a,1,1,2026-01-05 10:00:00,\na,2,2,2026-01-05 10:00:00,\n");

    Map<String, String> together = together();

    assertThat(together).isEqualTo(alone());
    assertThat(together.get("two")).contains("2 rows unexpected");
    assertThat(together.get("three")).contains("4 rows unexpected");
    assertThat(together.get("conflict")).contains("conflicting_duplicate");
  }

  @Test
  void theyAreRefinedInOnePass() {
    given("one", "source.csv", HEADER + "a,1,,2026-01-05 10:00:00,\nb,,,2026-01-05 10:00:00,\n");
    given("two", "source.csv", HEADER + "a,2,,2026-01-05 10:00:00,\n");
    List<CaseFile> files = List.of(source("one"), source("two"));
    JointRecords joint = new JointRecords(this::refining, files);

    assertThat(prices(joint.of(files.get(0)).orElseThrow())).containsExactly("1.00");
    assertThat(prices(joint.of(files.get(1)).orElseThrow())).containsExactly("2.00");
    assertThat(joint.of(files.get(0)).orElseThrow().quarantined().rows()).hasSize(1);
    assertThat(joint.of(files.get(1)).orElseThrow().quarantined().rows()).isEmpty();
    assertThat(joint.of(files.get(1)).orElseThrow().publishable().schema().fieldNames())
        .containsExactly(refining().refiner().schema().fieldNames());

    assertThat(new JointRecords(this::refining, files.subList(0, 1)).of(files.get(0))).isEmpty();
  }

  @Test
  void whereOneWouldNotBeReadEachIsRefinedByItself() {
    given("good", "source.csv", HEADER + "a,1,,2026-01-05 10:00:00,\n");
    given("wrong", "source.csv", "id,price\na,1\n");
    List<CaseFile> files = List.of(source("good"), source("wrong"));

    assertThat(new JointRecords(this::refining, files).of(files.get(0))).isEmpty();

    List<SqlCase> cases = cases().open(spark, cases().names());
    assertThat(text(cases.get(0))).contains("a   1.00");
    assertThatThrownBy(() -> cases.get(1).differences())
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("Cannot use tests/wrong/given/source.csv: it would not be read: ");
  }

  private Map<String, String> together() {
    Map<String, String> found = new TreeMap<>();
    cases().open(spark, cases().names()).forEach(each -> found.put(each.name(), text(each)));
    return found;
  }

  private Map<String, String> alone() {
    Map<String, String> found = new TreeMap<>();
    for (String name : cases().names()) {
      cases().open(spark, List.of(name)).forEach(each -> found.put(name, text(each)));
    }
    return found;
  }

  private static String text(SqlCase one) {
    List<String> lines = new ArrayList<>();
    one.differences()
        .forEach((file, difference) -> lines.addAll(DifferenceText.of(file, difference.rows())));
    return String.join("\n", lines);
  }

  private static List<String> prices(CaseRecords records) {
    return RowTexts.of(records.publishable(), List.of("price")).stream()
        .map(row -> row.get(0))
        .toList();
  }

  private GivenSource refining() {
    Pipeline pipeline = folder.load();
    return new GivenSource(spark, storage, pipeline, SourceFormats.refiner(spark, pipeline));
  }

  private CaseFile source(String name) {
    return CaseFiles.in(storage, cases().folder(name)).given().get(Relations.SOURCE);
  }

  private SqlCases cases() {
    return new SqlCases(storage, folder.load());
  }

  private void given(String name, String file, String text) {
    folder.write("tests/%s/given/%s".formatted(name, file), text);
    folder.write("tests/%s/expected/sales.csv".formatted(name), SALES);
    folder.write("tests/%s/expected/quarantine.csv".formatted(name), "id,price,codes\n");
  }
}
