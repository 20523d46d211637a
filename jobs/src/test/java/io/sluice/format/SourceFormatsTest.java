// SPDX-License-Identifier: Apache-2.0
package io.sluice.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Format;
import io.sluice.pipeline.PairsOptions;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A second format goes through every job that looks at files, next to CSV. */
@ExtendWith(SparkSessionExtension.class)
class SourceFormatsTest {
  @TempDir private Path folder;
  private AutoCloseable pairs;
  private PipelineFolder pipeline;
  private Workspace workspace;

  @BeforeEach
  void know() {
    pairs = SourceFormats.with(PairsOptions.FORMAT, PairsFormat::new);
    pipeline =
        new PipelineFolder(folder.resolve("sql"))
            .write(
                "pipeline.yaml",
                PipelineFolder.YAML.replace(
                    "source:\n", "source:\n  format: pairs\n  options: {separator: '|'}\n"))
            .write(
                "generate.sql",
                "select concat('g', id) as id, 2.50 as price, :start as sold_at from ids");
    workspace = new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
  }

  @AfterEach
  void forget() throws Exception {
    pairs.close();
  }

  @Test
  void aBatchIsPublishedQuarantinedAndRejected() throws IOException {
    workspace.land(
        "a.pairs",
        """
        id=a|price=1.50|quantity=2|sold_at=2026-01-05 10:00:00|buyer=me|colour=red
        price=2.50|id=b|sold_at=2026-01-05 11:00:00

        id=c|price=-1.00|sold_at=2026-01-05 10:00:00|buyer=anna
        id=d|price=many|sold_at=2026-01-05 10:00:00
        id=e|what is this
        id=|price=1.00|sold_at=2026-01-06 10:00:00
        id=a|price=1.50|quantity=2|sold_at=2026-01-05 10:00:00|buyer=me
        """);
    workspace.land("b.pairs", "<html>\n");
    workspace.land("c.pairs", "#lies\nid=f|price=1.00|sold_at=2026-01-05 10:00:00\n");
    workspace.land("d.csv", "id,price\n");
    RunResult transform = workspace.run("transform");

    assertThat(transform.exitCode()).as(transform.outcome()).isZero();
    assertThat(
            shown(
                "files",
                "path",
                "status",
                "reason",
                "rows_read",
                "rows_written",
                "rows_duplicate",
                "rows_quarantined",
                "lines_ignored"))
        .containsExactly(
            "a.pairs | ingested | null | 7 | 2 | 1 | 4 | 1",
            "b.pairs | rejected | not_pairs: it is markup; land pairs | 0 | 0 | 0 | 0 | 0",
            "c.pairs | rejected | unbalanced: it holds 3 lines, but 2 records came of it | 0 | 0 |"
                + " 0 | 0 | 0");
    assertThat(sales()).containsExactly("a | 1.50 | 2 | 2026-01-05", "b | 2.50 | 1 | 2026-01-05");
    assertThat(quarantined())
        .containsExactly(
            "id=d|price=many|sold_at=2026-01-05 10:00:00 -> wrong_type: a value is of another type",
            "id=e|what is this -> no_pairs: the line has a part without '='",
            "{\"id\":\"c\",\"price\":\"-1.00\",\"quantity\":null,"
                + "\"sold_at\":\"2026-01-05 10:00:00\",\"buyer\":\"anna\"} -> price_is_positive:"
                + " price_is_positive does not hold: price = '-1.00'",
            "{\"id\":null,\"price\":\"1.00\",\"quantity\":null,"
                + "\"sold_at\":\"2026-01-06 10:00:00\",\"buyer\":null} -> id_missing: id: is"
                + " required and empty");

    pipeline.write("rules.sql", "select price > -2 as price_is_positive from source");
    RunResult backfill =
        workspace.run(
            "backfill", "--from", "2026-01-05", "--to", "2026-01-05", "--reason", "another rule");

    assertThat(backfill.exitCode()).as(backfill.outcome()).isZero();
    assertThat(sales())
        .containsExactly(
            "a | 1.50 | 2 | 2026-01-05", "b | 2.50 | 1 | 2026-01-05", "c | -1.00 | 1 | 2026-01-05");
    assertThat(workspace.run("doctor").exitCode()).isZero();
  }

  @Test
  void generatedFilesAreReadAgain() throws IOException {
    RunResult generate =
        workspace.run(
            "generate", "--rows", "200", "--start", "2026-01-05T10:00:00Z", "--bad-ratio", "0.05");
    assertThat(generate.exitCode()).as(generate.outcome()).isZero();
    List<String> lines =
        Files.readAllLines(workspace.in("landing/shop-000000000000-000000000199.pairs"));
    assertThat(lines).hasSize(200).contains("id=g0|price=2.50|sold_at=2026-01-05 10:00:00");

    RunResult transform = workspace.run("transform");
    assertThat(transform.exitCode()).as(transform.outcome()).isZero();
    long bad = lines.stream().filter(line -> !isGood(line)).count();
    assertThat(bad).isPositive();
    assertThat(shown("files", "rows_read", "rows_written", "rows_quarantined"))
        .containsExactly("200 | %d | %d".formatted(200 - bad, bad));
  }

  @Test
  void optionsOfAnotherFormatAreRefused() throws IOException {
    pipeline.write(
        "pipeline.yaml",
        PipelineFolder.YAML.replace(
            "source:\n", "source:\n  format: pairs\n  options: {delimiter: '|'}\n"));

    RunResult validate = workspace.run("validate");

    assertThat(validate.exitCode()).isEqualTo(2);
    assertThat(validate.message())
        .contains("source.options.delimiter: found an unknown key; allowed: separator");
  }

  @Test
  void everyFormatHasAnImplementation() throws Exception {
    pairs.close();
    assertThat(Format.all()).containsExactly(Format.CSV, Format.JSON, Format.PARQUET, Format.KAFKA);
    assertThat(SourceFormats.known()).isEqualTo(Set.copyOf(Format.all()));
  }

  private static boolean isGood(String line) {
    return line.matches("id=g\\d+\\|price=2\\.50\\|sold_at=2026-01-05 10:00:00");
  }

  private List<String> sales() {
    return shown("sales", "id", "price", "quantity", "sold_date").toList();
  }

  private List<String> quarantined() {
    return workspace.table("quarantine").stream()
        .map(
            row -> {
              Map<?, ?> reason = (Map<?, ?>) ((List<?>) row.get("reasons")).get(0);
              return row.get("record") + " -> " + reason.get("code") + ": " + reason.get("message");
            })
        .sorted()
        .toList();
  }

  private Stream<String> shown(String relation, String... columns) {
    return workspace.table(relation).stream()
        .map(
            row ->
                String.join(
                    " | ",
                    Stream.of(columns).map(column -> String.valueOf(row.get(column))).toList()))
        .sorted();
  }
}
