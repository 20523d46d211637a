// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of numbers as countries other than the English-speaking write them. */
@ExtendWith(SparkSessionExtension.class)
class NumbersTest {
  private static final String YAML =
      """
      source:
        options: {%s}
        schema: |
          id STRING NOT NULL, amount DECIMAL(12,2) NOT NULL, pieces INT, weight DOUBLE
        date-formats: [dd.MM.yyyy]
      table: sales
      key: [id]
      event-date: day
      gate: {max-quarantined-ratio: 1.0}
      """;

  @TempDir private Path folder;
  private PipelineFolder pipeline;
  private Workspace workspace;

  @BeforeEach
  void create() {
    pipeline =
        new PipelineFolder(folder.resolve("sql"))
            .write("rules.sql", "select amount > -100000 as amount_is_sane from source")
            .write(
                "transformations.sql",
                "select id, amount, pieces, weight, date '2026-01-05' as day from source");
    workspace = new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
  }

  @Test
  void german_numbers_are_read_strictly() throws IOException {
    use("delimiter: ';', decimal: ',', group: '.', encoding: windows-1252");
    workspace.land(
        "a.csv",
        """
        id;amount;pieces;weight
        plain;1234,50;1234;0,5
        grouped;1.234,50;1.234;1.234,5
        same;1234,5;;
        negative;-1.234.567,8;-7;1,5E3
        broken_group;12.34,5;1;1
        english;1,234.50;1;1
        a_point;1.23;1;1
        pieces_with_decimals;1;1,0;1
        weight_with_a_point;1;1;1.5
        insane;-100.000,01;1;1
        """
            .getBytes(Charset.forName("windows-1252")),
        Instant.parse("2026-01-06T00:00:00Z"));

    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(published())
        .isEqualTo(
            Map.of(
                "plain", "1234.50 1234 0.5",
                "grouped", "1234.50 1234 1234.5",
                "same", "1234.50 null null"));
    String decimal =
        " is no DECIMAL(12,2) with ',' before decimals and '.' between groups of three digits";
    assertThat(quarantined())
        .isEqualTo(
            Map.of(
                "broken_group", "amount: '12.34,5'" + decimal,
                "english", "amount: '1,234.50'" + decimal,
                "a_point", "amount: '1.23'" + decimal,
                "pieces_with_decimals",
                    "pieces: '1,0' is no INT with '.' between groups of three digits",
                "weight_with_a_point", "weight: '1.5' is no DOUBLE" + decimal.substring(20),
                "negative", "amount_is_sane does not hold: amount = '-1.234.567,8'",
                "insane", "amount_is_sane does not hold: amount = '-100.000,01'"));

    pipeline.write("rules.sql", "select amount > -200000 as amount_is_sane from source");
    RunResult replay =
        workspace.run(
            "quarantine replay", "--code", "amount_is_sane", "--reason", "the rule was too strict");
    assertThat(replay.exitCode()).as(replay.outcome()).isZero();
    assertThat(published()).containsEntry("insane", "-100000.01 1 1.0").hasSize(4);
  }

  @Test
  void a_delimiter_in_a_number_is_in_quotes() throws IOException {
    use("decimal: ',', group: \"\\u202f\"");
    workspace.land(
        "a.csv",
        "id,amount,pieces,weight\n"
            + "quoted,\"1\u202f234,50\",1\u202f234,\"0,5\"\n"
            + "unquoted,1,5,1,1\n"
            + "blank,\"1 234,50\",1,1\n");

    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(published()).isEqualTo(Map.of("quoted", "1234.50 1234 0.5"));
    assertThat(quarantined())
        .isEqualTo(
            Map.of(
                "unquoted,1,5,1,1",
                "the line does not have as many values as the header has columns",
                "blank",
                "amount: '1 234,50' is no DECIMAL(12,2) with ',' before decimals and a narrow"
                    + " no-break space (U+202F) between groups of three digits"));
  }

  @LongProof
  @Test
  void generated_numbers_are_read_back() throws IOException {
    use("delimiter: ';', decimal: ',', group: '.'");
    pipeline.write(
        "generate.sql",
        "select concat('g', id) as id, cast(id * 1000.25 as decimal(12,2)) as amount,"
            + " cast(id * 1000 as int) as pieces, id * 1000.5D as weight from ids");

    RunResult generate =
        workspace.run("generate", "--rows", "100", "--files", "1", "--bad-ratio", "0.2");
    assertThat(generate.exitCode()).as(generate.outcome()).isZero();
    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    Map<String, String> published = published();
    assertThat(published).hasSizeBetween(60, 95);
    assertThat(workspace.table("quarantine")).hasSize(100 - published.size());
    published.forEach(
        (id, values) -> {
          int n = Integer.parseInt(id.substring(1));
          BigDecimal amount = new BigDecimal("1000.25").multiply(new BigDecimal(n));
          assertThat(values).isEqualTo("%s %d %s".formatted(amount, n * 1000, n * 1000.5));
        });
    assertThat(workspace.run("validate").exitCode()).isZero();
  }

  private void use(String options) {
    pipeline.write("pipeline.yaml", YAML.formatted(options));
  }

  private Map<String, String> published() {
    Map<String, String> rows = new TreeMap<>();
    for (Map<String, Object> row : workspace.table("sales")) {
      String values = "%s %s %s".formatted(row.get("amount"), row.get("pieces"), row.get("weight"));
      assertThat(rows.put(row.get("id").toString(), values)).isNull();
    }
    return rows;
  }

  private Map<String, String> quarantined() {
    Map<String, String> rows = new TreeMap<>();
    for (Map<String, Object> row : workspace.table("quarantine")) {
      String record = row.get("record").toString();
      String id = record.replaceFirst("^\\{\"id\":\"([^\"]*)\".*", "$1");
      Map<?, ?> reason = (Map<?, ?>) ((List<?>) row.get("reasons")).get(0);
      rows.put(id, Objects.toString(reason.get("message")));
    }
    return rows;
  }
}
