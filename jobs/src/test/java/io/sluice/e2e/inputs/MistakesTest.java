// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Authoring;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mistakes in a pipeline's folder: validate tells all of them at once, and a run publishes nothing.
 */
@ExtendWith(SparkSessionExtension.class)
class MistakesTest {
  private static final String SALES =
      "id,price,sold_at\na,1.00,2026-01-05 10:00:00\nb,2.00,2026-01-06 10:00:00\n";

  @TempDir private Path root;
  private Authoring author;
  private PipelineFolder folder;

  @BeforeEach
  void shop() {
    author = new Authoring(root);
    folder = author.shop();
  }

  @Test
  void unknownColumnsOfAllFilesAreToldInOneRound() throws IOException {
    folder
        .write(
            "rules.sql",
            "select\n    prize > 0 as price_is_positive,\n    price as is_dear,\n    lenght(buyer) > 1 as has_buyer\nfrom source\n")
        .write(
            "transformations.sql",
            "select id, price, to_date(sold_on) as sold_date\nfrom source\nwhere price > 0\n")
        .write(
            "aggregations/daily.sql",
            "select sold_date, sum(prices) as total,\n    max(amount) as most\nfrom sales\ngroup by sold_date\n")
        .write("aggregations/on_top.sql", "select totl from daily\n")
        .write("quality/old.sql", "select ids from sales where sold_dat < '2000-01-01'\n")
        .write("quality/refused.sql", "select pth from fils\n")
        .write("generate.sql", "select concat('s', idd) as id, 1 as price from ids\n");

    assertMistakes(
        "quality/refused.sql, line 1, column 17: found the relation 'fils' (did you mean 'files'?); allowed: sales, daily, on_top, files, quarantine, restatements, decisions",
        "rules.sql, line 4, column 5: found the function 'lenght' (did you mean 'length'?); allowed: functions of Spark SQL",
        "rules.sql, line 2, column 5: found the column 'prize' (did you mean 'price'?); allowed: price, _file, id, buyer, quantity, sold_at, _landed_at",
        "rules.sql, line 3, column 5: found the rule 'is_dear' of type DECIMAL(10,2); allowed: a condition, which is BOOLEAN",
        "transformations.sql, line 1, column 27: found the column 'sold_on' (did you mean 'sold_at'?); allowed: sold_at, id, _file, buyer, price, _landed_at, quantity",
        "aggregations/daily.sql, line 1, column 23: found the column 'prices' (did you mean 'price'?); allowed: price, id, record_hash, sold_date, source_file, processed_timestamp",
        "aggregations/daily.sql, line 2, column 9: found the column 'amount'; allowed: id, price, sold_date, record_hash, source_file, processed_timestamp",
        "aggregations/on_top.sql, line 1, column 8: found the column 'totl' (did you mean 'total'?); allowed: total, most, sold_date",
        "quality/old.sql, line 1, column 8: found the column 'ids' (did you mean 'id'?); allowed: id, price, sold_date, record_hash, source_file, processed_timestamp",
        "quality/old.sql, line 1, column 29: found the column 'sold_dat' (did you mean 'sold_date'?); allowed: sold_date, id, record_hash, price, source_file, processed_timestamp",
        "generate.sql, line 1, column 20: found the column 'idd' (did you mean 'id'?); allowed: id",
        "generate.sql: found no sold_at, which pipeline.yaml requires of every file; allowed: a query that selects every column with NOT NULL");
  }

  @Test
  void mistakesOfSeveralKindsInOneQueryAreTold() throws IOException {
    folder.write(
        "aggregations/daily.sql",
        "select sold_date, sum(totl) as total\nfrom (select sold_date, price as total, count(*) as n from sales) as inner_one\ngroup by sold_date\n");

    assertMistakes(
        "aggregations/daily.sql, line 1, column 23: found the column 'totl' (did you mean 'total'?); allowed: total, n, sold_date",
        "aggregations/daily.sql, line 2, column 7: found what Spark refuses: The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using OVER clauses; allowed: SQL that fits the columns that it reads");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          rules.sql | select quantity as q from source | line 1, column 8: found the rule 'q' of type INT; allowed: a condition, which is BOOLEAN
          rules.sql | select null as n from source | line 1, column 8: found the rule 'n' of type VOID; allowed: a condition, which is BOOLEAN
          rules.sql | select price > 0 as price_type from source | line 1, column 8: found the rule 'price_type', the name of a reason that every pipeline has; allowed: a name of its own
          rules.sql | select price > 0 as conflicting_duplicate from source | line 1, column 8: found the rule 'conflicting_duplicate', the name of a reason that every pipeline has; allowed: a name of its own
          transformations.sql | select id, lower(buyer), to_date(sold_at) as sold_date from source | line 1, column 12: found lower(buyer) without a name; allowed: a name for every column, such as lower(buyer) as total
          transformations.sql | select id, price as PRICE, price, to_date(sold_at) as sold_date from source | line 1, column 28: found the column 'price' twice; allowed: every name once, whether in upper or lower case
          transformations.sql | select id, price as _hash, to_date(sold_at) as sold_date from source | line 1, column 12: found the column '_hash'; allowed: a name that doesn't start with _, which Sluice keeps for itself
          transformations.sql | select id, price as Record_Hash, to_date(sold_at) as sold_date from source | line 1, column 12: found the column 'Record_Hash', which Sluice adds itself; allowed: any other name
          transformations.sql | select id, sold_at as sold_date from source | line 1, column 12: found the event date 'sold_date' of type TIMESTAMP; allowed: DATE, such as to_date(…) as sold_date
          transformations.sql | select distinct id, to_date(sold_at) as sold_date from source | line 1, column 1: found what isn't row by row: it uses distinct; filtering is a rule's work, so that it leaves a trace, and rows are neither merged nor counted here; allowed: select, with, subselects in from, and explode
          transformations.sql | select id, price + sold_at as x, to_date(sold_at) as sold_date from source | line 1, column 12: found what Spark refuses: Cannot resolve "(source.price + source.sold_at)" due to data type mismatch: the left and right operands of the binary operator have incompatible types ("DECIMAL(10,2)" and "TIMESTAMP"); allowed: SQL that fits the columns that it reads
          aggregations/a.sql | select sold_date as `the day` from sales | line 1, column 8: found the column 'the day'; allowed: a name without blanks and any of , ; { } ( ) = `
          aggregations/a.sql | with totals as (select sold_date, sum(prise) as total from sales group by sold_date) select sold_date, total / 2 as half from totals | line 1, column 39: found the column 'prise' (did you mean 'price'?); allowed: price, id, quantity, sold_date, source_file, record_hash, processed_timestamp
          aggregations/a.sql | select null as v from sales | line 1, column 8: found the column 'v' of type VOID, which no table has; allowed: STRING, numbers, BOOLEAN, BINARY, DATE, TIMESTAMP, and ARRAY, MAP and STRUCT of these; cast it
          aggregations/a.sql | select array(interval 1 day) as v from sales | line 1, column 8: found the column 'v' of type INTERVAL DAY within ARRAY<INTERVAL DAY>, which no table has; allowed: STRING, numbers, BOOLEAN, BINARY, DATE, TIMESTAMP, and ARRAY, MAP and STRUCT of these; cast it
          aggregations/a.sql | -- materialized: incremental_by_date\\nselect sold_date as day, count(*) as n from sales group by sold_date | line 2, column 8: found incremental_by_date without the event date 'sold_date' among its columns; allowed: a query that selects sold_date, or '-- materialized: full'
          aggregations/a.sql | -- materialized: incremental_by_date\\nselect date_add(sold_date, 1) as sold_date, count(*) as n from sales group by sold_date | line 2, column 8: found the event date 'sold_date' as date_add(sales.sold_date, 1), which is another date; allowed: sold_date as it is read, or '-- materialized: full'
          aggregations/a.sql | -- materialized: incremental_by_date\\nselect cast(sold_date as string) as sold_date from sales | line 2, column 8: found the event date 'sold_date' of type STRING; allowed: DATE, as sales has it
          aggregations/a.sql | -- materialized: distinct_keys\\nselect price, count(*) as n from sales group by price | line 2, column 15: found more than columns of sales, which distinct_keys can't keep; allowed: select distinct, without windows, limits, subqueries and aggregate functions, or '-- materialized: full'
          aggregations/a.sql | -- materialized: ful\\nselect id from sales | line 1: materialized: found 'ful' (did you mean 'full'?); allowed: full, incremental_by_date, distinct_keys, stream
          quality/quarantine_open.sql | select * from sales | : found the name 'quarantine_open' of a check that every pipeline has; allowed: a name of its own
          quality/sales.sql | select * from sales | : found the name 'sales' of a relation; allowed: a name of its own
          quality/a.sql | -- stage: batch\\nselect * from files | line 2, column 15: found the relation 'files'; allowed at '-- stage: batch': sales
          quality/a.sql | select * from sales; select 1 | line 1, column 22: Syntax error at or near 'select': extra input 'select'; allowed: one query of Spark SQL
          aggregation/a.sql | select * from sales | : found a folder that means nothing here (did you mean 'aggregations'?); allowed: aggregations/, quality/, references/, exports/, tests/
          quality/a.sql.bak | select * from sales | : found a file that nothing reads; allowed: <check>.sql in quality/ itself
          quality/A.SQL | select * from sales | : found a file that nothing reads; allowed: <check>.sql in quality/ itself
          """)
  void eachIsToldWithItsPlace(String file, String text, String mistake) throws IOException {
    folder.write(file, text.replace("\\n", "\n") + "\n");
    String place = mistake.startsWith(":") ? where(file) + mistake : file + ", " + mistake;

    assertMistakes(place);
  }

  private static String where(String file) {
    return file.startsWith("aggregation/") ? "aggregation/" : file;
  }

  @Test
  void whatEditorsLeaveIsNoMistake() throws IOException {
    folder
        .write("README.md", "about it")
        .write(".rules.sql.swp", "")
        .write("rules.sql~", "")
        .write("quality/notes.txt", "")
        .write(
            "aggregations/daily.sql",
            "\uFEFF-- description: by day\r\nselect sold_date, count(*) as sales\r\nfrom sales\r\ngroup by sold_date;\r\n");

    assertThat(author.run("validate").exitCode()).isEqualTo(0);
  }

  @Test
  void bytesThatAreNoText() throws IOException {
    folder.write("aggregations/c.sql", "select 1 as a\0 from sales\n");
    Files.write(
        root.resolve("sql/shop/aggregations/a.sql"),
        "select\n  count(*) as zähler from sales".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(
        root.resolve("sql/shop/aggregations/b.sql"),
        "select 1 as a from sales".getBytes(StandardCharsets.UTF_16));

    assertMistakes(
        "aggregations/a.sql, line 2: found the byte 0xE4, which is not UTF-8; allowed: text in UTF-8; save the file in that encoding",
        "aggregations/b.sql, line 1: found the byte 0xFE, which is not UTF-8; allowed: text in UTF-8; save the file in that encoding",
        "aggregations/c.sql, line 1: found the byte 0x00, which no text has; allowed: text in UTF-8; save the file in that encoding");
  }

  @Test
  void placesInPipelineYaml() throws IOException {
    folder.write(
        "pipeline.yaml",
        """
        source:
          schema: |
            id      STRING NOT NULL,
            price   CHAR(5),
            ID      INT,
            _hash   BIGINT,
            sold_at TIMESTAMP
          fils: "*.csv"
          files-per-batch: many
          options: {delimitr: ";"}
          personal: [byer]
        tabel: sales
        table: sales
        key: [id, prise]
        event-date: sold_on
        gate:
          min-rows: -1
        runs-keep: 90 days
        runs-keep: 90 days
        """);

    assertMistakes(
        "pipeline.yaml, line 12, column 1: tabel: found an unknown key (did you mean 'table'?); allowed: source, references, table, key, on-conflict, event-date, gate, freshness, runs-keep, schedule, airflow",
        "pipeline.yaml, line 19, column 1: runs-keep: found the key twice; allowed: every key once",
        "pipeline.yaml, line 8, column 3: source.fils: found an unknown key (did you mean 'files'?); allowed: format, files, files-per-batch, options, schema, timestamp-formats, date-formats, time-zone, ambiguous-times, max-field-length, extra-columns, archive, personal",
        "pipeline.yaml, line 9, column 20: source.files-per-batch: found 'many'; allowed: a whole number from 1 to 2147483647",
        "pipeline.yaml, line 10, column 13: source.options.delimitr: found an unknown key (did you mean 'delimiter'?); allowed: delimiter, quote, escape, encoding, null-value, multi-line, decimal, group",
        "pipeline.yaml, line 4: source.schema: found column 'price' of type CHAR(5); allowed: STRING, SMALLINT, INT, BIGINT, DECIMAL(p,s), FLOAT, DOUBLE, BOOLEAN, DATE, TIMESTAMP",
        "pipeline.yaml, line 5: source.schema: found column 'ID' twice; allowed: every name once, whether in upper or lower case",
        "pipeline.yaml, line 6: source.schema: found column '_hash', which Sluice adds itself; allowed: any other name",
        "pipeline.yaml, line 17, column 13: gate.min-rows: found -1; allowed: a whole number from 0");
  }

  @Test
  void keyAndDateThatAreNotSelected() throws IOException {
    folder.write(
        "pipeline.yaml",
        PipelineFolder.YAML
            .replace("key: [id]", "key: [id, prise]")
            .replace("event-date: sold_date", "event-date: sold_dat"));

    assertMistakes(
        "pipeline.yaml, line 11, column 11: key: found 'prise', which transformations.sql does not select (did you mean 'price'?); allowed: columns that transformations.sql selects: price, id, quantity, sold_date",
        "pipeline.yaml, line 12, column 13: event-date: found 'sold_dat', which transformations.sql does not select (did you mean 'sold_date'?); allowed: columns that transformations.sql selects: sold_date, id, price, quantity");
  }

  @Test
  void testCases() throws IOException {
    folder
        .write("tests/one/given/salse.csv", "id\n")
        .write("tests/one/given/sales.csv", "id,pricee,quantity\na,1,x\nb,2,1.5\n")
        .write("tests/one/expected/sales.json", "{\"sold_date\": \"2026-02-30\"}\n{\n")
        .write("tests/one/given/source.csv", "id,prize\n")
        .write("tests/two/givn/source.csv", "id\n")
        .write("tests/two/expected/sales.txt", "id\n");

    assertMistakes(
        "tests/one/given/sales.csv, line 1: sales has no column 'pricee' (did you mean 'price'?); its columns are price, id, quantity, sold_date, source_file, record_hash, processed_timestamp",
        "tests/one/given/sales.csv, line 2: quantity is INT, and 'x' is none",
        "tests/one/given/sales.csv, line 3: quantity is INT, and '1.5' is none",
        "tests/one/given/salse.csv: a case can't give salse (did you mean 'sales'?); it can give sales, files, source, decisions, quarantine, restatements",
        "tests/one/given/source.csv: it would not be read: header_mismatch: required column price, sold_at is missing from the header 'id,prize'",
        "tests/one/expected/sales.json, line 3: it is no JSON: Unexpected end-of-input: expected close marker for Object",
        "tests/two/givn: found a folder that nothing reads (did you mean 'given'?); allowed: given/ and expected/",
        "tests/two/given: it has no <relation>.csv or <relation>.json; write at least one",
        "tests/two/expected/sales.txt: it is neither <relation>.csv nor <relation>.json; rename it",
        "tests/two/expected: it has no <relation>.csv or <relation>.json; write at least one");
  }

  @Test
  void aRunPublishesNothingOfAFolderWithMistakes() throws IOException {
    folder.write(
        "aggregations/daily.sql",
        "-- materialized: incremental_by_date\nselect sum(price) as total from sales\n");
    Workspace shop = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
    shop.land("sales.csv", SALES);
    RunResult run = shop.run("run");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stdout())
        .contains(
            "  aggregations/daily.sql, line 2, column 8: found incremental_by_date without the event date 'sold_date' among its columns; allowed: a query that selects sold_date, or '-- materialized: full'");
    assertThat(shop.listing().keySet()).containsExactly("landing/sales.csv");
  }

  @Test
  void whatDiffersFromThePublishedTable() throws IOException {
    Workspace shop = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
    shop.land("sales.csv", SALES);
    assertThat(shop.run("run").exitCode()).isEqualTo(0);
    assertThat(author.run("validate").exitCode()).isEqualTo(0);
    folder
        .write(
            "pipeline.yaml",
            PipelineFolder.YAML
                .replace("key: [id]", "key: [id, price]")
                .replace("event-date: sold_date", "event-date: day"))
        .write(
            "transformations.sql",
            "select id, cast(price as double) as price, quantity as pieces, to_date(sold_at) as day from source\n");
    String other = "; or give the folder another name, for a new pipeline";
    String replaced =
        "; or replace the whole table: ./sluice backfill --pipeline shop --all --plan";

    assertMistakes(
        "pipeline.yaml, line 11, column 6: key: found [id, price], and published rows were told apart by [id]; allowed: [id]"
            + replaced,
        "pipeline.yaml, line 12, column 13: event-date: found 'day', and the published table is partitioned by 'sold_date'; allowed: sold_date"
            + replaced,
        "transformations.sql, line 1, column 12: found the column 'price' of type DOUBLE, and the published table has DECIMAL(10,2); allowed: DECIMAL(10,2)"
            + replaced,
        "transformations.sql: found no column 'quantity', which the published table has; allowed: its columns"
            + replaced,
        "transformations.sql: found no column 'sold_date', which the published table has; allowed: its columns"
            + replaced);

    shop.land("more.csv", SALES.replace("2026", "2027"));
    var before = shop.listing();
    RunResult run = shop.run("transform");
    assertThat(run.exitCode()).isEqualTo(2);
    // The columns are compared where they are written, by who knows whether the table's are right.
    assertThat(run.stdout()).hasSize(4).anyMatch(line -> line.contains("key: found [id, price]"));
    assertThat(shop.listing()).isEqualTo(before);

    folder
        .write("pipeline.yaml", PipelineFolder.YAML.replace("table: sales", "table: orders"))
        .write("transformations.sql", PipelineFolder.TRANSFORMATIONS);
    assertMistakes(
        "pipeline.yaml, line 10, column 8: table: found 'orders', and what is published is 'sales'; allowed: sales"
            + other);
  }

  /** Each mistake is one line, and nothing else is printed but how the run ended. */
  private void assertMistakes(String... mistakes) throws IOException {
    RunResult run = author.run("validate");
    List<String> expected = new ArrayList<>();
    for (String mistake : mistakes) {
      expected.add("  " + mistake);
    }
    String number = mistakes.length == 1 ? "1 mistake" : mistakes.length + " mistakes";
    expected.add(
        "INVALID validate shop: Cannot load pipeline 'shop': %s in file:%s; correct what is listed"
            .formatted(number, root.resolve("sql/shop")));

    assertThat(run.stdout()).isEqualTo(expected);
    assertThat(run.exitCode()).isEqualTo(2);
  }
}
