// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.format.SourceFormats;
import io.sluice.publish.CountsByFileAndDate;
import io.sluice.refine.Refiner;
import io.sluice.refine.ValidatedRecords;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class SetAsideResolutionTest {
  private static final Instant AT = Instant.parse("2026-02-01T00:00:00Z");

  /** Two equal records, two that differ, one of its own, one that is published, one that fails. */
  private static final String RECORDS =
      """
      select *, cast(null as string) as quantity, cast(null as string) as buyer,
          cast(null as string) as _line, 0 as _unfit,
          timestamp '2026-01-09 00:00:00' as _landed_at
      from values
          ('a.csv', 'twice', '1', '2026-01-05 10:00:00'),
          ('b.csv', 'twice', '1', '2026-01-05 10:00:00'),
          ('a.csv', 'other', '1', '2026-01-05 10:00:00'),
          ('b.csv', 'other', '2', '2026-01-05 10:00:00'),
          ('b.csv', 'alone', '1', '2026-01-06 10:00:00'),
          ('b.csv', 'before', '1', '2026-01-06 10:00:00'),
          ('b.csv', 'cheap', '0', '2026-01-06 10:00:00')
      as records (_file, id, price, sold_at)
      """;

  @TempDir private Path root;
  private final SparkSession spark;

  SetAsideResolutionTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void eachRecordIsPublishedADuplicateOrQuarantined() {
    Refiner refiner = SourceFormats.refiner(spark, new PipelineFolder(root).load());
    Dataset<Row> published = refiner.refine(spark.sql(RECORDS).where("id = 'before'"), AT).passed();

    try (SetAsideResolution resolution = resolution(refiner, Optional.of(published))) {
      assertThat(texts(resolution.compared().publishable(), "source_file", "id"))
          .containsExactly("a.csv other", "a.csv twice", "b.csv alone");
      assertThat(texts(resolution.compared().quarantined(), "file", "reasons.code"))
          .containsExactly("b.csv [conflicting_duplicate]", "b.csv [price_is_positive]");
      assertThat(resolution.publishedRecords()).isEqualTo(Map.of("a.csv", 2L, "b.csv", 1L));
      assertThat(resolution.duplicateRecords()).isEqualTo(Map.of("b.csv", 2L));
      CountsByFileAndDate<String> duplicates = CountsByFileAndDate.none();
      duplicates.add("b.csv", Optional.of(LocalDate.parse("2026-01-05")), 1);
      duplicates.add("b.csv", Optional.of(LocalDate.parse("2026-01-06")), 1);
      assertThat(resolution.duplicates()).isEqualTo(duplicates);
    }
  }

  @Test
  void recordsThatGiveSeveralRowsAreCountedAsRecords() {
    PipelineFolder folder =
        new PipelineFolder(root)
            .write(
                "transformations.sql",
                "select id, explode(array('x', 'y')) as part, to_date(sold_at) as sold_date from"
                    + " source\n")
            .write("pipeline.yaml", PipelineFolder.YAML.replace("key: [id]", "key: [id, part]"));
    Refiner refiner = SourceFormats.refiner(spark, folder.load());

    try (SetAsideResolution resolution = resolution(refiner, Optional.empty())) {
      assertThat(resolution.compared().publishable().count()).isEqualTo(8);
      assertThat(resolution.publishedRecords()).isEqualTo(Map.of("a.csv", 2L, "b.csv", 2L));
      assertThat(resolution.duplicateRecords()).isEqualTo(Map.of("b.csv", 1L));
      assertThat(resolution.duplicates().of("b.csv")).isEqualTo(2);
    }
  }

  private SetAsideResolution resolution(Refiner refiner, Optional<Dataset<Row>> published) {
    ValidatedRecords refined = refiner.refine(spark.sql(RECORDS), AT);
    return SetAsideResolution.of(
        refiner,
        "sold_date",
        new ValidatedRecords(refined.candidates().persist(), refined.failed()),
        published);
  }

  private static List<String> texts(Dataset<Row> rows, String... columns) {
    return rows
        .selectExpr("concat_ws(' ', %s, cast(%s as string))".formatted((Object[]) columns))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }
}
