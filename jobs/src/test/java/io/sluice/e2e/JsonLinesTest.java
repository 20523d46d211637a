// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Gzip;
import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Objects with parts, a line each, through every job: published as they were sent, or quarantined.
 */
@ExtendWith(SparkSessionExtension.class)
class JsonLinesTest {
  private static final String YAML =
      """
      source:
        format: json
        schema: |
          id STRING NOT NULL, sold_at TIMESTAMP NOT NULL, total DECIMAL(38,2), big BIGINT,
          customer STRUCT<name: STRING NOT NULL, email: STRING, address: STRUCT<city: STRING>>,
          items ARRAY<STRUCT<sku: STRING NOT NULL, price: DECIMAL(10,2) NOT NULL, quantity: INT>>,
          labels MAP<STRING, STRING>
        personal: [customer]
      table: orders
      key: [id]
      event-date: sold_date
      gate:
        max-quarantined-ratio: 1
      """;

  private static final String RULES =
      """
      select
          coalesce(size(items), 0) > 0 as has_items,
          forall(items, item -> item.price > 0) as prices_are_positive,
          customer.email is null or customer.email like '%@%' as email_has_an_at
      from source
      """;

  private static final String TRANSFORMATIONS =
      """
      select
          id, total, big, customer.name as name, customer.address.city as city, items, labels,
          aggregate(items, cast(0 as decimal(20, 2)), (sum, item) -> cast(sum + item.price * coalesce(item.quantity, 1) as decimal(20, 2))) as value,
          to_date(sold_at) as sold_date
      from source
      """;

  private static final String EXPLODED =
      """
      select id, position, item.sku, item.price, to_date(sold_at) as sold_date
      from source lateral view posexplode(items) as position, item
      """;

  private static final String DAILY =
      """
      -- materialized: incremental_by_date
      select sold_date, count(*) as orders, sum(value) as value, max(size(items)) as most_items
      from orders
      group by sold_date
      """;

  @TempDir private Path folder;
  private PipelineFolder pipeline;
  private Workspace workspace;

  @BeforeEach
  void write() {
    pipeline =
        new PipelineFolder(folder.resolve("sql"))
            .write("pipeline.yaml", YAML)
            .write("rules.sql", RULES)
            .write("transformations.sql", TRANSFORMATIONS)
            .write("aggregations/daily.sql", DAILY);
    workspace = new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
  }

  @Test
  void every_line_is_published_or_quarantined_with_its_reason() throws IOException {
    List<String> good =
        List.of(
            order("a", "'total':12345678901234567890123456789012345.67,'big':-9223372036854775808"),
            "  " + order("b", "'total':'1.5','big':'7','labels':{'x':'1','y':null}") + "\t",
            order("c", "'customer':{'name':'Zoë','address':{'city':'Köln'}}"));
    String second = order("d", "'unknown':1,'customer':{'name':'x','phone':[1]}");
    List<String> bad =
        List.of(
            "{\"id\":\"cut",
            order("e", "") + order("f", ""),
            "[]",
            "[" + order("g", "") + "]",
            "{'id':'h'}",
            quoted("{'id':'i','sold_at':'2026-01-05 10:00:00','total':NaN}"),
            quoted("{'id':'j','sold_at':'2026-01-05 10:00:00','items':[{'sku':'s','price':1}],}"),
            quoted("{'ID':'k','sold_at':'2026-01-05 10:00:00','items':[{'sku':'s','price':1}]}"),
            order("l", "'id':'l'"),
            order("m", "'total':0.001"),
            order("n", "'big':9223372036854775808"),
            quoted(
                "{'id':'o','sold_at':'2026-01-05 10:00:00','items':[{'sku':'s','price':1},"
                    + "{'sku':'t','price':'two'},{'price':3}]}"),
            quoted("{'id':'p','sold_at':'2026-01-05 10:00:00','items':{'sku':'s','price':1}}"),
            quoted("{'id':'q','sold_at':'2026-01-05 10:00:00','items':[]}"),
            quoted("{'id':'r','sold_at':'2026-01-05 10:00:00','items':[{'sku':'s','price':-1}]}"),
            order("s", "'customer':{'name':'x','email':'nobody'}"),
            order("t", "'customer':{'email':'nobody'}"),
            order("u", "'labels':{'x':'\\ud800'}"),
            order("v", "'deep':" + "[".repeat(2_000) + "]".repeat(2_000)));
    workspace.land(
        "a.json", String.join("\n", good) + "\n\n  \r\n" + second + "\r\n" + good.get(0));
    workspace.land("b.json", "\uFEFF" + String.join("\n", bad) + "\n");
    RunResult run = workspace.run("run");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(files())
        .containsExactly(
            "a.json | ingested | 5 | 4 | 1 | 0 | 2", "b.json | ingested | 19 | 0 | 0 | 19 | 0");
    assertThat(shown("orders", "id", "total", "big", "name", "city", "value"))
        .containsExactlyInAnyOrder(
            "a | 12345678901234567890123456789012345.67 | -9223372036854775808 | null | null |"
                + " 5.00",
            "b | 1.50 | 7 | null | null | 5.00",
            "c | null | null | Zoë | Köln | 5.00",
            "d | null | null | x | null | 5.00");
    assertThat(shown("orders", "id", "items", "labels"))
        .contains(
            "b | [{price=1.50, quantity=2, sku=s}, {price=2.00, quantity=null, sku=t}] |"
                + " {x=1, y=null}");
    assertThat(shown("daily", "sold_date", "orders", "value", "most_items"))
        .containsExactly("2026-01-05 | 4 | 20.00 | 2");
    assertThat(quarantined())
        .containsExactlyInAnyOrder(
            "invalid_json: it is no JSON: at byte 11 the end of a string is expected",
            "invalid_json: it is no JSON: at byte %d the end is expected"
                .formatted(order("e", "").length() + 1),
            "not_object: it is JSON, but no object",
            "not_object: it is JSON, but no object",
            "invalid_json: it is no JSON: at byte 2 a name in double quotes is expected",
            "invalid_json: it is no JSON: at byte %d a value is expected"
                .formatted(bad.get(5).indexOf("NaN") + 1),
            "invalid_json: it is no JSON: at byte %d a name in double quotes is expected"
                .formatted(bad.get(6).length()),
            "id_missing: id: is missing; the record has 'ID', and upper and lower case differ",
            "duplicate_field: id: stands twice in its object",
            "total_type: total: '0.001' is no DECIMAL(38,2)",
            "big_type: big: '9223372036854775808' is no BIGINT",
            "items[1].price_type: items[1].price: 'two' is no DECIMAL(10,2)"
                + " + items[2].sku_missing: items[2].sku: is required and empty",
            "items_type: items: '{\"sku\":\"s\",\"price\":1}' is no ARRAY",
            "has_items: has_items does not hold: items = '[]'",
            "prices_are_positive: prices_are_positive does not hold:"
                + " items = '[{\"sku\":\"s\",\"price\":-1}]'",
            "email_has_an_at: email_has_an_at does not hold: customer = (hidden: personal)",
            "customer.name_missing: customer.name: is required and empty",
            "invalid_utf8: labels[x]: '\uFFFD' holds bytes that are not in the file's encoding",
            "too_deep: it has objects and arrays in each other, more than 1000 deep");
    assertThat(workspace.table("quarantine"))
        .extracting(row -> row.get("record"))
        .containsExactlyInAnyOrderElementsOf(bad);
    assertThat(run.report().toString())
        .contains("'unknown', 'customer.phone'")
        .contains("\"items[].price_type\":1");
  }

  @LongProof
  @Test
  void what_is_asked_again_gives_the_same() throws IOException {
    workspace.land(
        "a.json", order("a", "") + "\n" + order("b", "'labels':{'x':'1','y':'2'}") + "\n");
    workspace.land(
        "b.json",
        order("a", "'note':1")
            + "\n"
            + order("b", "'labels':{'y':'2','x':'1'}")
            + "\n"
            + order("b", "'labels':{'x':'2','y':'1'}")
            + "\n"
            + quoted("{'id':'c','sold_at':'2026-01-05 10:00:00','items':[{'sku':'s','price':-1}]}")
            + "\n");
    assertThat(workspace.run("transform").exitCode()).isZero();
    assertThat(files())
        .containsExactly(
            "a.json | ingested | 2 | 2 | 0 | 0 | 0", "b.json | ingested | 4 | 0 | 2 | 2 | 0");
    assertThat(quarantined())
        .contains(
            "conflicting_duplicate: another record came first with id = 'b' on 2026-01-05, in"
                + " a.json; they differ in labels");
    List<Map<String, Object>> before = workspace.table("orders", "processed_timestamp");

    RunResult backfill =
        workspace.run(
            "backfill", "--from", "2026-01-05", "--to", "2026-01-05", "--reason", "again");
    assertThat(backfill.exitCode()).as(backfill.outcome()).isZero();
    assertThat(workspace.table("orders", "processed_timestamp")).isEqualTo(before);

    pipeline.write("rules.sql", RULES.replace("item.price > 0", "item.price > -2"));
    RunResult replay = workspace.run("quarantine replay", "--reason", "refunds");
    assertThat(replay.exitCode()).as(replay.outcome()).isZero();
    assertThat(shown("orders", "id", "value"))
        .containsExactlyInAnyOrder("a | 5.00", "b | 5.00", "c | -1.00");
    assertThat(workspace.run("doctor").exitCode()).isZero();
    assertThat(workspace.run("maintain").exitCode()).isZero();
    assertThat(workspace.run("aggregate").exitCode()).isZero();
    assertThat(workspace.run("quality").exitCode()).isZero();
  }

  @Test
  void objects_explode_and_files_that_are_something_else_are_rejected() throws IOException {
    pipeline
        .write(
            "pipeline.yaml",
            YAML.replace("key: [id]", "key: [id, position]")
                .replace("  personal:", "  extra-columns: reject\n  personal:"))
        .write("transformations.sql", EXPLODED)
        .write(
            "aggregations/daily.sql",
            "select sold_date, sum(price) as value from orders group by sold_date");
    workspace.land("good.json", order("a", "") + "\n" + order("b", ""));
    workspace.land("empty.json", "");
    workspace.land("array.json", "[\n" + order("c", "") + "\n]\n");
    workspace.land(
        "extra.json", quoted("{'id':'d','items':[{'sku':'s','price':1,'colour':'red'}],'tax':1}"));
    workspace.land("cr.json", order("e", "") + "\r" + order("f", ""));
    workspace.land(
        "wide.json",
        order("g", "").getBytes(StandardCharsets.UTF_16LE),
        Instant.EPOCH.plusSeconds(1_000_000_000));
    workspace.land("table.json", "PAR1 and so on");
    RunResult run = workspace.run("run");

    assertThat(run.exitCode()).as(run.outcome()).isEqualTo(3); // files are rejected
    assertThat(workspace.table("files"))
        .extracting(row -> row.get("path") + " " + row.get("reason"))
        .containsExactlyInAnyOrder(
            "good.json null",
            "empty.json null",
            "array.json one_document: its first line is '[', so that it is one document over many"
                + " lines; set source.options.multi-line to true in pipeline.yaml, or write a"
                + " record a line, and land it again",
            "extra.json unknown_fields: field 'items[].colour', 'tax' is not in the schema, and"
                + " extra-columns is reject",
            "cr.json line_ends: its lines end with CR alone; end them with LF or CRLF, and land it"
                + " again",
            "wide.json encoding: it is not in UTF-8; save it so, and land it again",
            "table.json not_json: it is a Parquet file; export it as JSON, and land it again");
    assertThat(shown("orders", "id", "position", "sku", "price"))
        .containsExactlyInAnyOrder(
            "a | 0 | s | 1.50", "a | 1 | t | 2.00", "b | 0 | s | 1.50", "b | 1 | t | 2.00");
  }

  @Test
  void odd_bytes_long_lines_and_packed_files() throws IOException {
    ByteArrayOutputStream odd = new ByteArrayOutputStream();
    odd.writeBytes(
        order("a", "'customer':{'name':'M#ller'}")
            .replace('#', '\u00fc')
            .getBytes(StandardCharsets.ISO_8859_1));
    odd.write('\n');
    odd.writeBytes(
        order("b", "'labels':{'x':'a#b'}").replace('#', '\0').getBytes(StandardCharsets.UTF_8));
    odd.write('\n');
    odd.writeBytes(
        order("c", "'labels':{'x':'" + "y".repeat(3_000_000) + "'}")
            .getBytes(StandardCharsets.UTF_8));
    odd.write('\n');
    odd.writeBytes(
        order("d", "'more':'" + "y".repeat(3_000_000) + "'").getBytes(StandardCharsets.UTF_8));
    workspace.land("odd.json", odd.toByteArray(), Instant.EPOCH.plusSeconds(1_000_000_000));
    workspace.land(
        "packed.json",
        Gzip.of(order("e", "") + "\n\n" + order("f", "")),
        Instant.EPOCH.plusSeconds(1_000_000_001));
    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(files())
        .containsExactly(
            "odd.json | ingested | 4 | 1 | 0 | 3 | 0",
            "packed.json | ingested | 2 | 2 | 0 | 0 | 1");
    assertThat(shown("orders", "id")).containsExactlyInAnyOrder("d", "e", "f");
    assertThat(quarantined())
        .containsExactlyInAnyOrder(
            "invalid_utf8: customer.name: its value (hidden: personal) holds bytes that are not in"
                + " the file's encoding",
            "nul_byte: labels[x]: 'a\\u0000b' holds a NUL byte",
            "too_long: labels[x]: '"
                + "y".repeat(60)
                + "…' has 3000000 characters, more than"
                + " max-field-length 65536");
  }

  @LongProof
  @Test
  void a_hundred_levels_are_typed_and_published() throws IOException {
    String type = "STRUCT<a: ".repeat(100) + "INT" + ">".repeat(100);
    pipeline
        .write("pipeline.yaml", YAML.replace("labels MAP<STRING, STRING>", "deep " + type))
        .write("transformations.sql", "select id, deep, to_date(sold_at) as sold_date from source")
        .write(
            "aggregations/daily.sql",
            "select sold_date, count(*) as n from orders group by sold_date");
    String value = "{'a':".repeat(100) + "7" + "}".repeat(100);
    workspace.land(
        "a.json",
        order("a", "'deep':" + value) + "\n" + order("b", "'deep':" + value.replace("7", "'x'")));
    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(shown("orders", "id", "deep"))
        .containsExactly("a | " + "{a=".repeat(100) + "7" + "}".repeat(100));
    assertThat(quarantined())
        .containsExactly("deep%1$s_type: deep%1$s: 'x' is no INT".formatted(".a".repeat(100)));
  }

  @Test
  void documents_give_their_records() throws IOException {
    pipeline.write(
        "pipeline.yaml",
        YAML.replace(
            "  schema:", "  options: {multi-line: true, records: data.orders}\n  schema:"));
    String pretty = order("a", "").replace(",", ",\n  ");
    workspace.land(
        "a.json",
        "{\n \"page\": {\"orders\": [1]},\n \"data\": {\"orders\": [\n"
            + pretty
            + ",\n"
            + order("b", "")
            + "\n]}}\n");
    workspace.land("one.json", quoted("{'data':{'orders':") + order("c", "'tax':1") + "}}");
    workspace.land(
        "bad.json",
        quoted("{'data':{'orders':[") + order("d", "'big':1.5") + ",7," + order("e", "") + "]}}");
    workspace.land("cut.json", quoted("{'data':{'orders':[") + order("f", "") + ",");
    workspace.land("slip.json", quoted("{'data':{'orders':[") + order("g", "'big':tru") + "]}}");
    workspace.land("other.json", quoted("{'data':{'sales':[") + order("h", "") + "]}}");
    workspace.land("none.json", quoted("{'data':{'orders':[]}}"));
    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(files())
        .containsExactly(
            "a.json | ingested | 2 | 2 | 0 | 0 | 0",
            "bad.json | ingested | 3 | 1 | 0 | 2 | 0",
            "cut.json | rejected | 0 | 0 | 0 | 0 | 0",
            "none.json | ingested | 0 | 0 | 0 | 0 | 0",
            "one.json | ingested | 1 | 1 | 0 | 0 | 0",
            "other.json | rejected | 0 | 0 | 0 | 0 | 0",
            "slip.json | rejected | 0 | 0 | 0 | 0 | 0");
    assertThat(shown("orders", "id", "value"))
        .containsExactlyInAnyOrder("a | 5.00", "b | 5.00", "c | 5.00", "e | 5.00");
    assertThat(quarantined())
        .containsExactlyInAnyOrder(
            "big_type: big: '1.5' is no BIGINT", "not_object: it is JSON, but no object");
    assertThat(
            workspace.table("files").stream()
                .map(row -> String.valueOf(row.get("reason")))
                .filter(reason -> !reason.equals("null")))
        .satisfiesExactlyInAnyOrder(
            reason -> assertThat(reason).startsWith("invalid_json: it is no JSON: at byte "),
            reason ->
                assertThat(reason).startsWith("invalid_json: its record 1 is no JSON: at byte "),
            reason -> assertThat(reason).startsWith("no_records: it has nothing at data.orders; "));
  }

  @LongProof
  @Test
  void generated_records_are_read_again_in_both_shapes() throws IOException {
    pipeline.write(
        "generate.sql",
        """
        select
            concat('g', id) as id, :start + make_dt_interval(0, 0, id, 0) as sold_at,
            cast(id / 4 as decimal(38, 2)) as total, id as big,
            named_struct('name', 'n', 'email', concat(id, '@x'), 'address', named_struct('city', 'c')) as customer,
            array(named_struct('sku', 's', 'price', cast(1.5 as decimal(10, 2)), 'quantity', 2)) as items,
            map('k', 'v') as labels
        from ids
        """);
    for (boolean multiLine : new boolean[] {false, true}) {
      pipeline.write(
          "pipeline.yaml",
          multiLine ? YAML.replace("  schema:", "  options: {multi-line: true}\n  schema:") : YAML);
      Workspace own =
          new Workspace(
              folder.resolve("data-" + multiLine), folder.resolve("sql"), PipelineFolder.NAME);
      String[] options = {"--rows", "200", "--start", "2026-01-05T10:00:00Z", "--bad-ratio", "0.1"};
      assertThat(own.run("generate", options).exitCode()).isZero();
      Path file = own.in("landing/shop-000000000000-000000000199.json");
      byte[] bytes = Files.readAllBytes(file);
      assertThat(new String(bytes, StandardCharsets.UTF_8))
          .startsWith(multiLine ? "[\n{" : "{")
          .contains(
              quoted(
                  "{'id':'g7','sold_at':'2026-01-05"
                      + " 10:07:00','total':1.75,'big':7,'customer':{'name':'n','email':'7@x','address':{'city':'c'}},'items':[{'sku':'s','price':1.50,'quantity':2}],'labels':{'k':'v'}}"));
      RunResult transform = own.run("transform");
      assertThat(transform.exitCode()).as(transform.outcome()).isZero();
      assertThat(transform.report().path("rows_read").asInt()).isEqualTo(200);
      int quarantined = transform.report().path("rows_quarantined").asInt();
      assertThat(quarantined).isBetween(10, 40);
      assertThat(transform.report().path("rows_written").asInt()).isEqualTo(200 - quarantined);
    }
  }

  @Test
  void cases_have_records_with_parts() throws IOException {
    pipeline
        .write(
            "tests/prices/given/source.json",
            order("a", "'big':1.0").replace("1.50", "1.25")
                + "\n"
                + order("b", "'customer':{'name':'x'}")
                + "\n{cut\n")
        .write(
            "tests/prices/expected/orders.json",
            quoted(
                "[{'id': 'b', 'value': 5.00, 'name': 'x', 'items': [{'sku': 's', 'price': 1.5,"
                    + " 'quantity': 2}, {'sku': 't', 'price': 2.00}]}]"))
        .write(
            "tests/prices/expected/quarantine.json",
            quoted(
                "[{'id': 'a', 'big': '1.0', 'codes': 'big_type'}, {'id': null, 'codes':"
                    + " 'invalid_json'}]"))
        .write("tests/prices/expected/daily.json", quoted("[{'orders': 1, 'value': 5.00}]"));
    assertThat(workspace.run("validate").exitCode()).isZero();
    RunResult test = workspace.run("test");
    assertThat(test.exitCode()).as(test.outcome() + String.join("\n", test.stdout())).isZero();
  }

  /** An order of two items for 5.00, with more fields. */
  private static String order(String id, String more) {
    return quoted(
        "{'id':'"
            + id
            + "','sold_at':'2026-01-05"
            + " 10:00:00','items':[{'sku':'s','price':1.50,'quantity':2},{'sku':'t','price':2}]"
            + (more.isEmpty() ? "" : "," + more)
            + "}");
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private List<String> files() {
    return shown(
        "files",
        "path",
        "status",
        "rows_read",
        "rows_written",
        "rows_duplicate",
        "rows_quarantined",
        "lines_ignored");
  }

  /** The reasons of each record. */
  private List<String> quarantined() {
    List<String> all = new ArrayList<>();
    for (Map<String, Object> row : workspace.table("quarantine")) {
      all.add(
          String.join(
              " + ",
              ((List<?>) row.get("reasons"))
                  .stream()
                      .map(
                          reason ->
                              ((Map<?, ?>) reason).get("code")
                                  + ": "
                                  + ((Map<?, ?>) reason).get("message"))
                      .toList()));
    }
    return all;
  }

  private List<String> shown(String relation, String... columns) {
    return workspace.table(relation).stream()
        .map(
            row ->
                String.join(
                    " | ",
                    Stream.of(columns).map(column -> String.valueOf(row.get(column))).toList()))
        .sorted()
        .toList();
  }
}
