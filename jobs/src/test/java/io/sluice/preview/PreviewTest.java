// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testing.Authoring;
import io.sluice.testing.Folders;
import io.sluice.testing.Gzip;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command preview: what it shows, what it leaves, and how it ends. */
@ExtendWith(SparkSessionExtension.class)
class PreviewTest {
  private static final String HEADER = "id,price,quantity,sold_at,buyer\n";

  @TempDir private Path root;
  private Authoring author;
  private PipelineFolder folder;
  private Workspace workspace;

  @BeforeEach
  void shop() {
    author = new Authoring(root);
    folder = author.shop();
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
  }

  @Test
  void what_the_next_file_becomes() throws IOException {
    workspace.land(
        "first.csv",
        HEADER
            + """
            a,1.50,2,2026-01-05 10:00:00,ann
            b,a\tb,,2026-01-05 10:00:00,
            a,1.50,2,2026-01-05 10:00:00,ann
            d,2,1,2026-01-05 10:00:00,x,more
            e,-2,1,2026-01-05 10:00:00,
            """);
    workspace.land("second.csv", HEADER);
    SortedMap<String, String> before = Folders.listing(root.resolve("data/shop"));
    RunResult run = workspace.run("preview");

    assertThat(timeless(run))
        .isEqualTo(
            """
            PREVIEW landing/first.csv, which transform takes next
            Its first 5 records
            record  line  becomes         id  price      quantity  sold_at              buyer
            1       2     kept            a   1.50       2         2026-01-05 10:00:00  (hidden: personal)
            2       3     quarantined     b   !a\\u0009b  null      2026-01-05 10:00:00  null
            3       4     duplicate of 1  a   1.50       2         2026-01-05 10:00:00  (hidden: personal)
            4       5     quarantined
            5       6     quarantined     e   -2.00      1         2026-01-05 10:00:00  null

            Why records are quarantined
            2  price_type: price: 'a\\u0009b' is no DECIMAL(10,2)
            4  column_count: the line does not have as many values as the header has columns
               text  (hidden: it may hold the personal buyer)
            5  price_is_positive does not hold: price = '-2'

            Rows for sales
            record  id  price  quantity  sold_date
            1       a   1.50   2         2026-01-05

            ! marks text that is no value of its column's type
            SUCCEEDED preview shop: 5 records: 1 kept, 1 duplicate, 3 quarantined; *""");
    assertThat(run.exitCode()).isZero();
    assertThat(Folders.listing(root.resolve("data/shop"))).isEqualTo(before);
  }

  @Test
  void a_file_anywhere_where_there_is_no_data_yet() throws IOException {
    Path file = Files.writeString(root.resolve("x.txt"), HEADER + "a,1,1,2026-01-05 10:00:00,\n");
    RunResult run = author.run("preview", "--file", file.toString());

    assertThat(run.verdict())
        .isEqualTo(
            "PREVIEW file:"
                + file
                + "; in landing/ it would be left alone: files, *.csv, doesn't take its name");
    assertThat(run.outcome()).isEqualTo("SUCCEEDED preview shop: 1 record: 1 kept; 0.0 s");
    assertThat(author.hasData()).isFalse();
  }

  @Test
  void only_the_first_records() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 1000; i++) {
      text.append("a%d,1,1,2026-01-05 10:00:00,\n".formatted(i));
    }
    workspace.land("sales.csv.gz", Gzip.of(text.toString()));
    JsonNode preview = json("--rows", "3");

    assertThat(preview.path("records").asInt()).isEqualTo(1000);
    assertThat(preview.path("shown").findValuesAsText("line")).containsExactly("2", "3", "4");
    assertThat(workspace.run("preview", "--rows", "3").stdout())
        .contains("Its first 3 of 1000 records");
  }

  @Test
  void records_of_many_columns_are_shown_below_each_other() throws IOException {
    StringBuilder schema = new StringBuilder("id STRING NOT NULL, day DATE NOT NULL");
    StringBuilder header = new StringBuilder("id,day");
    StringBuilder row = new StringBuilder("a,2026-01-05");
    for (int i = 1; i <= 12; i++) {
      schema.append(", a_long_name_%d INT".formatted(i));
      header.append(",a_long_name_").append(i);
      row.append(",").append(i == 3 ? "x".repeat(200) : "" + i);
    }
    folder.write(
        "pipeline.yaml",
        "source: {schema: '%s'}\ntable: sales\nkey: [id]\nevent-date: day\n".formatted(schema));
    folder.write("rules.sql", "select id <> 'z' as is_not_z from source\n");
    folder.write("transformations.sql", "select id, day from source\n");
    workspace.land(
        "sales.csv", header + "\n" + row + "\n" + row.toString().replace("x", "") + "\n");
    RunResult run = workspace.run("preview");

    assertThat(run.stdout()).allMatch(line -> line.length() <= 120);
    assertThat(timeless(run))
        .isEqualTo(
            """
            PREVIEW landing/sales.csv, which transform takes next
            Its first 2 records

            record 1, line 2: quarantined
              a_long_name_3_type: a_long_name_3: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…' is no INT
              id              a
              day             2026-01-05
              a_long_name_1   1
              a_long_name_2   2
              a_long_name_3   !%s…
              a_long_name_4   4
              a_long_name_5   5
              a_long_name_6   6
              a_long_name_7   7
              a_long_name_8   8
              a_long_name_9   9
              a_long_name_10  10
              a_long_name_11  11
              a_long_name_12  12

            record 2, line 3: kept
              id              a
              day             2026-01-05
              a_long_name_1   1
              a_long_name_2   2
              a_long_name_3   null
              a_long_name_4   4
              a_long_name_5   5
              a_long_name_6   6
              a_long_name_7   7
              a_long_name_8   8
              a_long_name_9   9
              a_long_name_10  10
              a_long_name_11  11
              a_long_name_12  12
              -> sales
                 id   a
                 day  2026-01-05

            ! marks text that is no value of its column's type
            SUCCEEDED preview shop: 2 records: 1 kept, 1 quarantined; *"""
                .formatted("x".repeat(100)));
  }

  @Test
  void a_file_that_would_be_rejected() throws IOException {
    workspace.land("sales.csv", "id,cost\na,1\n");
    RunResult run = workspace.run("preview");

    assertThat(run.exitCode()).isZero();
    assertThat(run.stdout().get(1)).startsWith("The file would be rejected: header_mismatch: ");
    assertThat(run.message()).isEqualTo("the file would be rejected");
    assertThat(json().path("rejected").asText()).startsWith("header_mismatch: ");
    workspace.land("cut.csv.gz", java.util.Arrays.copyOf(Gzip.of(HEADER.repeat(99)), 40));
    assertThat(json("--file", "landing/cut.csv.gz").path("rejected").asText())
        .startsWith("broken_archive: ");
  }

  @Test
  void a_file_of_no_record() throws IOException {
    workspace.land("sales.csv", HEADER);
    assertThat(workspace.run("preview").message()).isEqualTo("the file holds no record");
  }

  @Test
  void a_consumed_file_by_its_place_in_the_archive() throws IOException {
    workspace.land("sales.csv", HEADER + "a,1,1,2026-01-05 10:00:00,\n");
    assertThat(workspace.run("transform").exitCode()).isZero();
    JsonNode preview = json("--file", "archive/000001/sales.csv");

    assertThat(preview.path("taken").asBoolean()).isTrue();
    assertThat(preview.path("next").asBoolean()).isFalse();
    assertThat(preview.path("shown").findValuesAsText("becomes")).containsExactly("kept");
  }

  @Test
  void personal_values_never_show() throws IOException {
    folder.write(
        "transformations.sql",
        "select id, upper(buyer) as name, price, to_date(sold_at) as sold_date from source\n");
    workspace.land(
        "sales.csv",
        HEADER
            + "a,1,1,2026-01-05 10:00:00,secret\n"
            + "b,1,1,2026-01-05 10:00:00,a secret that is too long\n"
            + "c,1,1,2026-01-05 10:00:00,secret,more\n");
    assertThat(String.join("\n", workspace.run("preview").stdout()))
        .contains("(hidden: personal)")
        .doesNotContainIgnoringCase("secret");
    assertThat(json().toString())
        .contains("(hidden: it may hold the personal buyer)")
        .doesNotContainIgnoringCase("secret");
  }

  @Test
  void no_file_and_no_such_file() throws IOException {
    assertThat(workspace.run("preview").message())
        .isEqualTo(
            "Cannot preview shop: no file waits in %s; put one there, or name one with --file"
                .formatted(
                    root.resolve("data/shop/landing")
                        .toUri()
                        .toString()
                        .replace("///", "/")
                        .replaceAll("/$", "")));
    RunResult run = workspace.run("preview", "--file", "nowhere.csv");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.message())
        .startsWith(
            "Cannot preview 'nowhere.csv': there is no such file, neither as a path nor in ");
    workspace.land("sales-1.csv", HEADER);
    assertThat(workspace.run("preview", "--file", "sale-1.csv").message())
        .startsWith(
            "Cannot preview 'sale-1.csv': there is no such file (did you mean 'sales-1.csv'?), neither");
    assertThat(workspace.run("preview", "--file", "landing/sales-1.cvs").message())
        .startsWith(
            "Cannot preview 'landing/sales-1.cvs': there is no such file (did you mean 'landing/sales-1.csv'?), neither");
    assertThat(workspace.run("preview", "--file", root.toString()).message())
        .endsWith(": it is a folder; name a file in it");
  }

  @Test
  void sql_that_is_wrong() throws IOException {
    folder.write("rules.sql", "select prize > 0 as price_is_positive from source\n");
    workspace.land("sales.csv", HEADER);
    RunResult run = workspace.run("preview");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.message())
        .contains("rules.sql, line 1, column 8: found the column 'prize' (did you mean 'price'?)");
    assertThat(workspace.run("transform").message()).isEqualTo(run.message());
  }

  private static String timeless(RunResult run) {
    return String.join("\n", run.stdout()).replaceAll("[0-9.]+ s$", "*");
  }

  private JsonNode json(String... options) throws IOException {
    String[] all = java.util.Arrays.copyOf(options, options.length + 2);
    all[options.length] = "--format";
    all[options.length + 1] = "json";
    RunResult run = workspace.run("preview", all);
    assertThat(run.exitCode()).as(run.message()).isZero();
    return new ObjectMapper().readTree(String.join("\n", run.stdout()));
  }
}
