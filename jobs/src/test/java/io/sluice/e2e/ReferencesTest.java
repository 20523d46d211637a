// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pipeline that looks records up in a file of its folder and in another pipeline's table. Which
 * content and version they had is part of what a date was built with.
 */
@ExtendWith(SparkSessionExtension.class)
class ReferencesTest {
  private static final String[] INGESTION = {"source_file", "record_hash", "processed_timestamp"};

  private static final String METERS = "meter,city,factor\nm1,Bonn,1.50\nm2,Ulm,2.00\n";
  private static final String MORE_METERS =
      "meter,city,factor\nm1,Bonn,1.50\nm2,Kiel,2.50\nm9,Jena,1.00\n";

  @TempDir private Path root;
  private Workspace crm;
  private Workspace energy;

  /** What the oracle knows of references: meter to city and factor, customer to name. */
  private record Known(Map<String, List<String>> meters, Map<Integer, String> customers) {}

  private record Reading(String id, String meter, Integer customer, int kwh, LocalDate day) {
    static Reading of(String line) {
      String[] values = line.split(",", -1);
      return new Reading(
          values[0],
          values[1],
          values[2].isEmpty() ? null : Integer.valueOf(values[2]),
          Integer.parseInt(values[3]),
          LocalDate.parse(values[4]));
    }
  }

  @BeforeEach
  void write() throws IOException {
    write(
        "crm/pipeline.yaml",
        """
        source:
          schema: |
            customer_id INT NOT NULL, name STRING NOT NULL, since DATE NOT NULL
        table: customers
        key: [customer_id]
        event-date: since
        """);
    write("crm/rules.sql", "select length(name) > 0 as named from source");
    write("crm/transformations.sql", "select customer_id, name, since from source");
    write(
        "energy/pipeline.yaml",
        """
        source:
          schema: |
            id STRING NOT NULL, meter STRING, customer INT, kwh INT NOT NULL, day DATE NOT NULL
        references:
          meters:
            file: meters.csv
            schema: "meter STRING, city STRING, factor DECIMAL(5,2)"
            key: [meter]
          customers: {pipeline: crm, relation: customers, key: [customer_id]}
        table: readings
        key: [id]
        event-date: day
        gate: {max-quarantined-ratio: 1.0}
        """);
    write("energy/references/meters.csv", METERS);
    write(
        "energy/rules.sql",
        """
        select
            meters.meter is not null as meter_known,
            kwh * coalesce(factor, 1) < 1000 as plausible
        from source left join meters on source.meter = meters.meter
        """);
    write(
        "energy/transformations.sql",
        """
        select r.id, r.meter, m.city, c.name as customer, r.kwh * m.factor as billed, r.day
        from source as r
        left join meters as m on r.meter = m.meter
        left join customers as c on r.customer = c.customer_id
        """);
    write(
        "energy/aggregations/by_city.sql",
        """
        -- materialized: incremental_by_date
        select r.day, m.city, count(*) as readings
        from readings as r left join meters as m on r.meter = m.meter
        group by r.day, m.city
        """);
    write(
        "energy/aggregations/by_customer.sql",
        """
        select c.name, count(r.id) as readings
        from customers as c left join readings as r on r.customer = c.name
        group by c.name
        """);
    write(
        "energy/quality/cities_are_todays.sql",
        """
        -- severity: warn
        -- stage: transform
        select r.id, m.city as today, r.city as then
        from readings as r inner join meters as m on r.meter = m.meter
        where m.city <> r.city
        """);
    write(
        "energy/quality/batch_has_cities.sql",
        """
        -- stage: batch
        select r.id from readings as r left join meters as m on r.meter = m.meter
        where m.city is null
        """);
    crm = new Workspace(root.resolve("data"), root.resolve("sql"), "crm");
    energy = new Workspace(root.resolve("data"), root.resolve("sql"), "energy");
  }

  @LongProof
  @Test
  void datesAreBuiltWithTheReferencesOfTheirRunUntilABackfill() throws IOException {
    String[] monday = {
      "a1,m1,1,10,2026-03-02",
      "a2,m2,2,20,2026-03-02",
      "a3,m9,1,30,2026-03-02",
      "a4,m1,,900,2026-03-02"
    };
    String[] tuesday = {"b1,m1,3,40,2026-03-03", "b2,m2,,50,2026-03-03"};
    land("monday.csv", monday);
    land("tuesday.csv", tuesday);

    RunResult early = energy.run("transform");
    assertThat(early.exitCode()).isEqualTo(1);
    assertThat(early.message())
        .isEqualTo(
            "Cannot read the reference customers: pipeline crm has not published customers yet; run it first");
    assertThat(energy.hasTable("readings")).isFalse();

    landCustomers("one.csv", "1,Ann,2026-01-01", "2,Bob,2026-01-01");
    succeed(crm.run("transform"));
    succeed(energy.run("run"));

    Known before =
        new Known(
            Map.of("m1", List.of("Bonn", "1.50"), "m2", List.of("Ulm", "2.00")),
            Map.of(1, "Ann", 2, "Bob"));
    assertReadings(Map.of(before, List.of(monday, tuesday)));
    assertThat(reasons()).containsExactly("a3: meter_known", "a4: plausible");
    assertThat(energy.table("by_customer"))
        .isEqualTo(rows("name readings", List.of("Ann", 1L), List.of("Bob", 1L)));
    assertThat(energy.table("by_city"))
        .isEqualTo(
            rows(
                "day city readings",
                List.of(LocalDate.parse("2026-03-02"), "Bonn", 1L),
                List.of(LocalDate.parse("2026-03-02"), "Ulm", 1L),
                List.of(LocalDate.parse("2026-03-03"), "Bonn", 1L),
                List.of(LocalDate.parse("2026-03-03"), "Ulm", 1L)));
    assertThat(status())
        .contains("older references  no date")
        .contains("older SQL         no date");
    assertThat(energy.run("transform").verdict()).startsWith("NO-OP");

    write("energy/references/meters.csv", MORE_METERS);
    landCustomers("two.csv", "3,Cyd,2026-02-01");
    succeed(crm.run("transform"));

    assertThat(status())
        .contains(
            "older references  2 dates: 2026-03-02..2026-03-03, made with another customers, meters;"
                + " ./sluice backfill --pipeline energy --from 2026-03-02 --to 2026-03-03 --reason '…'"
                + " restates them")
        .contains("older SQL         no date")
        .contains(
            "by_city has rows made with another meters; ./sluice aggregate --pipeline energy"
                + " --full-refresh by_city makes them anew");
    assertThat(energy.run("transform").verdict()).startsWith("NO-OP");
    RunResult again = energy.run("aggregate");
    assertThat(again.verdict())
        .isEqualTo("FULL-REFRESH by_customer (its SQL or a reference changed)");
    assertThat(energy.table("by_customer"))
        .isEqualTo(
            rows("name readings", List.of("Ann", 1L), List.of("Bob", 1L), List.of("Cyd", 0L)));

    String[] late = {"c1,m2,3,5,2026-03-02", "c2,m9,2,6,2026-03-04"};
    land("late.csv", late);
    RunResult third = energy.run("run");
    succeed(third);
    Known after =
        new Known(
            Map.of(
                "m1",
                List.of("Bonn", "1.50"),
                "m2",
                List.of("Kiel", "2.50"),
                "m9",
                List.of("Jena", "1.00")),
            Map.of(1, "Ann", 2, "Bob", 3, "Cyd"));
    assertReadings(Map.of(before, List.of(monday, tuesday), after, List.<String[]>of(late)));
    assertThat(third.report().path("checks").toString())
        .contains("\"today\":\"Kiel\",\"then\":\"Ulm\"");
    assertThat(status()).contains("older references  2 dates: 2026-03-02..2026-03-03, made");

    RunResult replay = energy.run("quarantine replay", "--reason", "m9 is known now");
    assertThat(replay.verdict())
        .isEqualTo("REPLACE 2026-03-02..2026-03-02 for 1 of 2 quarantined records that pass now");
    assertThat(reasons()).containsExactly("a4: plausible");
    assertThat(status()).contains("older references  1 date: 2026-03-03, made");

    succeed(
        energy.run(
            "backfill", "--from", "2026-03-03", "--to", "2026-03-03", "--reason", "new meters"));
    assertReadings(Map.of(after, List.of(monday, tuesday, late)));
    assertThat(status()).contains("older references  no date");
    succeed(energy.run("aggregate"));
    assertThat(energy.table("by_city"))
        .isEqualTo(
            rows(
                "day city readings",
                List.of(LocalDate.parse("2026-03-02"), "Bonn", 1L),
                List.of(LocalDate.parse("2026-03-02"), "Jena", 1L),
                List.of(LocalDate.parse("2026-03-02"), "Kiel", 2L),
                List.of(LocalDate.parse("2026-03-03"), "Bonn", 1L),
                List.of(LocalDate.parse("2026-03-03"), "Kiel", 1L),
                List.of(LocalDate.parse("2026-03-04"), "Jena", 1L)));

    RunResult query =
        energy.run("query", "select meter, city from meters order by meter", "--format", "csv");
    assertThat(query.stdout()).contains("m2,Kiel", "m9,Jena");

    List<Path> kept = age(energy.in("references/meters"), Duration.ofDays(8));
    assertThat(kept).hasSize(4);
    succeed(energy.run("maintain"));
    assertThat(kept.stream().filter(Files::exists)).hasSize(2);
    assertThat(energy.run("transform").verdict()).startsWith("NO-OP");
  }

  @LongProof
  @Test
  void aRecordedChangeIsFinishedWithTheReferencesThatItWasMadeWith() throws IOException {
    landCustomers("one.csv", "1,Ann,2026-01-01");
    succeed(crm.run("transform"));
    land("first.csv", "a1,m1,1,10,2026-03-02");
    succeed(energy.run("transform"));
    land("second.csv", "a2,m2,1,20,2026-03-03");
    succeed(energy.run("transform"));
    List<Map<String, Object>> made = energy.table("readings");
    String record = Files.readString(energy.in("changes/000002.json"));
    assertThat(record).contains("\"references\"").contains("\"customers\" : \"version 0\"");

    unapply("readings", 1);
    write("energy/references/meters.csv", METERS + "m1,Bonn,1.00\n");
    landCustomers("two.csv", "2,Bob,2026-01-01");
    succeed(crm.run("transform"));
    assertThat(energy.table("readings")).hasSize(1);

    RunResult rerun = energy.run("transform");
    assertThat(rerun.verdict()).startsWith("RESUME change 2");
    assertThat(rerun.exitCode()).isZero();
    assertThat(energy.table("readings")).isEqualTo(made);
    assertThat(Files.readString(energy.in("changes/000002.json"))).isEqualTo(record);

    land("third.csv", "a3,m2,1,20,2026-03-03");
    RunResult refused = energy.run("transform");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.message())
        .isEqualTo(
            "Cannot use the reference meters: in references/meters.csv its key meter = 'm1' stands in 2 rows, so that a record would find several; let each key stand once, or name more columns as its key in pipeline.yaml");
    assertThat(energy.table("readings")).isEqualTo(made);

    write("energy/references/meters.csv", METERS);
    unapplyOf(crm, "customers", 1);
    RunResult waiting = energy.run("transform");
    assertThat(waiting.exitCode()).isEqualTo(1);
    assertThat(waiting.message())
        .isEqualTo(
            "Cannot read the reference customers: change 2 of pipeline crm is recorded and not fully applied, which its next run does");
    succeed(crm.run("transform"));
    succeed(energy.run("transform"));
    assertThat(energy.table("readings")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          file: meters.csv | file: metres.csv | pipeline.yaml, line 6, column 11: references.meters.file: found 'metres.csv', which is no file in references/ (did you mean 'meters.csv'?); allowed: one that does: meters.csv
          file: meters.csv | file: ../meters.csv | pipeline.yaml, line 6, column 11: references.meters.file: found '../meters.csv'; allowed: the name of a file in references/
          key: [meter] | key: [metre] | pipeline.yaml, line 8, column 11: references.meters.key: found 'metre' (did you mean 'meter'?); allowed: a list of at least one value: columns of the schema: meter, city, factor
          factor DECIMAL(5,2) | factor DECIMAL(5,2), more INT | references/meters.csv: required column more is missing from the header 'meter,city,factor'
          , factor DECIMAL(5,2) |  | references/meters.csv: column 'factor' is not in the schema; take it out of the file, or put it into the schema
          file: meters.csv | fil: meters.csv | pipeline.yaml, line 6, column 5: references.meters.fil: found an unknown key (did you mean 'file'?); allowed: file, schema, key, pipeline, relation, personal, format, options, timestamp-formats, date-formats, time-zone, ambiguous-times, max-field-length
          pipeline: crm | pipeline: crn | pipeline.yaml, line 9, column 25: references.customers.pipeline: found 'crn', which is no folder beside this one (did you mean 'crm'?); allowed: crm
          pipeline: crm | pipeline: energy | pipeline.yaml, line 9, column 25: references.customers.pipeline: found 'energy', this pipeline itself, whose rows would depend on what was published before; allowed: another pipeline
          relation: customers | relation: custumers | pipeline.yaml, line 9, column 40: references.customers.relation: found 'custumers', which pipeline crm doesn't publish (did you mean 'customers'?); allowed: customers
          key: [customer_id] | key: [customer] | pipeline.yaml, line 9, column 57: references.customers.key: found 'customer', which customers of pipeline crm does not have (did you mean 'customer_id'?); allowed: its columns: customer_id, name, since, record_hash, source_file, processed_timestamp
          table: readings | table: meters | pipeline.yaml, line 5, column 3: references: found the reference 'meters', the name of the transformed table; allowed: a name of its own
          customers: { | source: { | pipeline.yaml, line 9, column 3: references: found the name 'source'; allowed: a name of a-z, 0-9 and _ that starts with a letter, except source, ids, files, quarantine, restatements, decisions
          """)
  void mistakesAreToldWithTheirPlace(String written, String wrong, String finding)
      throws IOException {
    Path yaml = root.resolve("sql/energy/pipeline.yaml");
    String text = Files.readString(yaml);
    assertThat(text).contains(written);
    Files.writeString(yaml, text.replace(written, wrong == null ? "" : wrong));

    RunResult validated = energy.run("validate");

    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.message().lines().map(String::strip)).contains(finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          rules.sql | select meters.meter is not null as known from source join meters on source.meter = meters.meter | rules.sql, line 1, column 54: found what isn't row by row: it joins meters by INNER JOIN; a left join keeps every record, whether it finds a row or not; allowed: select, with, subselects in from, and explode, and left joins of references
          transformations.sql | select id, city, day from source left join meters on id = city | transformations.sql, line 1, column 34: found what isn't row by row: it joins meters on city, which is no column of its key; join it on all of its key and nothing else: meter; allowed: select, with, subselects in from, and explode, and left joins of references
          transformations.sql | select id, town, day from source left join meters on source.meter = meters.meter | transformations.sql, line 1, column 12: found the column 'town'; allowed: kwh, city, day, id, _file, factor, meter, customer, _landed_at
          aggregations/meters.sql | select day from readings | pipeline.yaml, line 5, column 3: references: found the reference 'meters', the name of an aggregation; allowed: a name of its own
          aggregations/cities.sql | -- materialized: distinct_keys/select distinct m.city from readings as r left join meters as m on r.meter = m.meter | aggregations/cities.sql, line 1: materialized: found distinct_keys, which reads the reference meters; allowed: distinct_keys of the transformed table
          aggregations/days.sql | -- materialized: incremental_by_date/select c.since as day, count(r.id) as n from customers as c left join readings as r on r.day = c.since group by c.since | aggregations/days.sql, line 2, column 8: found the event date of the reference customers, which has dates on which nothing landed; allowed: day of readings, or '-- materialized: full'
          quality/customers.sql | select 1 as one from readings | quality/customers.sql: found the name 'customers' of a relation; allowed: a name of its own
          quality/x.sql | select * from metres | quality/x.sql, line 1, column 15: found the relation 'metres' (did you mean 'meters'?); allowed: readings, by_city, by_customer, files, quarantine, restatements, decisions, meters, customers
          """)
  void sqlIsCheckedWithReferences(String file, String sql, String finding) throws IOException {
    write("energy/" + file, sql.replace("/", "\n"));

    RunResult validated = energy.run("validate");

    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.message().lines().map(String::strip)).contains(finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          meter,city,factor/m1,Bonn,1.50/m2,Ulm,much/ | line 3, column factor: 'much' is no DECIMAL(5,2); correct the value
          meter,city,factor/m1,Bonn,1.505/ | line 2, column factor: '1.505' is no DECIMAL(5,2); correct the value
          city,factor,meter/Bonn,1.50,m1//Ulm,2.00,/ | line 4, column meter: is required and empty; correct the value
          meter,city,factor/m1,Bonn/ | line 2, has another number of values than its header; correct the line
          meter,city,factor/m1,"Bonn/",1.50/ | line 2, has another number of values than its header; correct the line
          """)
  void valuesAreReadStrictly(String content, String why) throws IOException {
    write("energy/references/meters.csv", content.replace("/", "\n"));

    RunResult validated = energy.run("validate");

    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.message())
        .isEqualTo("Cannot use the reference meters: references/meters.csv: " + why);
  }

  @Test
  void casesGiveReferencesOrTakeThoseOfTheFolder() throws IOException {
    write("energy/tests/own/given/source.csv", "id,meter,customer,kwh,day\na,m1,7,2,2026-03-02\n");
    write("energy/tests/own/given/customers.csv", "customer_id,name\n7,Eve\n");
    write("energy/tests/own/expected/readings.csv", "id,city,customer,billed\na,Bonn,Eve,3.00\n");
    write("energy/tests/own/expected/by_customer.csv", "name,readings\nEve,1\n");
    write(
        "energy/tests/given/given/source.csv", "id,meter,customer,kwh,day\na,m1,7,2,2026-03-02\n");
    write("energy/tests/given/given/customers.csv", "customer_id,name\n");
    write("energy/tests/given/given/meters.csv", "meter,city,factor\nm1,Linz,9\n");
    write("energy/tests/given/expected/readings.csv", "id,city,customer,billed\na,Linz,,18.00\n");
    write("energy/tests/given/expected/by_city.csv", "day,city,readings\n2026-03-02,Linz,1\n");

    RunResult validated = energy.run("validate");
    assertThat(validated.exitCode()).as(validated.message()).isZero();
    assertThat(validated.stdout()).contains("ok   references/meters.csv: 2 rows, each meter once");
    RunResult tested = energy.run("test");
    assertThat(tested.exitCode()).as(tested.message() + tested.stdout()).isZero();
    assertThat(tested.stdout()).contains("ok   given", "ok   own");

    Files.delete(root.resolve("sql/energy/tests/given/given/customers.csv"));
    write("energy/tests/own/given/customers.csv", "customer_id,name\n7,Eve\n7,Eva\n");
    RunResult wrong = energy.run("test");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.message())
        .isEqualTo(
            "Cannot pass energy: 0 of 2 cases held, and not given, own (can't be run: given, own)");
    assertThat(String.join("\n", wrong.stdout()))
        .contains(
            "Cannot use the reference customers: it is customers of pipeline crm, and the case doesn't give it; write given/customers.csv",
            "Cannot use the reference customers: in tests/own/given/customers.csv its key customer_id = '7' stands in 2 rows, so that a record would find several");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve("sql").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void land(String name, String... lines) throws IOException {
    energy.land(name, "id,meter,customer,kwh,day\n" + String.join("\n", lines) + "\n");
  }

  private void landCustomers(String name, String... lines) throws IOException {
    crm.land(name, "customer_id,name,since\n" + String.join("\n", lines) + "\n");
  }

  private static void succeed(RunResult run) {
    assertThat(run.exitCode()).as(run.message()).isZero();
  }

  private String status() throws IOException {
    return String.join("\n", energy.run("status").stdout());
  }

  /** Takes the commit of a version away, as if its run had died before it. */
  private void unapply(String relation, long version) throws IOException {
    unapplyOf(energy, relation, version);
  }

  private static void unapplyOf(Workspace of, String relation, long version) throws IOException {
    Path log = of.in("tables/%s/_delta_log".formatted(relation));
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().contains("%020d".formatted(version))) {
          Files.delete(file);
        }
      }
    }
    DeltaLog.clearCache();
  }

  /** Makes what is in a folder older, each by the same. */
  private static List<Path> age(Path folder, Duration by) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> all =
          entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).toList();
      for (Path entry : all) {
        Instant before = Files.getLastModifiedTime(entry).toInstant();
        Files.setLastModifiedTime(entry, FileTime.from(before.minus(by)));
      }
      return all;
    }
  }

  private List<String> reasons() {
    return SparkSessionExtension.spark()
        .read()
        .format("delta")
        .load(energy.in("tables/quarantine").toString())
        .selectExpr("concat(get_json_object(record, '$.id'), ': ', concat_ws(',', reasons.code))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** The published rows against what plain Java makes of the records. */
  private void assertReadings(Map<Known, List<String[]>> files) {
    List<Map<String, Object>> expected = new ArrayList<>();
    files.forEach(
        (known, lines) -> {
          for (String[] file : lines) {
            for (String line : file) {
              Reading reading = Reading.of(line);
              List<String> meter = known.meters().get(reading.meter());
              if (meter == null) {
                continue;
              }
              BigDecimal billed =
                  new BigDecimal(meter.get(1)).multiply(BigDecimal.valueOf(reading.kwh()));
              if (billed.compareTo(BigDecimal.valueOf(1000)) >= 0) {
                continue;
              }
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("id", reading.id());
              row.put("meter", reading.meter());
              row.put("city", meter.get(0));
              row.put(
                  "customer",
                  reading.customer() == null ? null : known.customers().get(reading.customer()));
              row.put("billed", billed);
              row.put("day", reading.day());
              expected.add(row);
            }
          }
        });
    assertThat(energy.table("readings", INGESTION)).isEqualTo(Contents.sorted(expected));
  }

  @SafeVarargs
  private static List<Map<String, Object>> rows(String columns, List<Object>... values) {
    List<Map<String, Object>> rows = new ArrayList<>();
    String[] names = columns.split(" ");
    for (List<Object> each : values) {
      Map<String, Object> row = new TreeMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], each.get(i));
      }
      rows.add(row);
    }
    return Contents.sorted(rows);
  }
}
