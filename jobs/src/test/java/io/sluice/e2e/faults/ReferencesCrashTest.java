// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transform that looks records up is killed at every step, and what it looks them up in changes
 * before the next run: a change that was recorded has the old content, any other the new one, and
 * none has some of both.
 */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class ReferencesCrashTest {
  private static final String TRANSFORM = "transform";
  private static final Pattern RECORD = Pattern.compile("\\d+\\.json");

  /** What the records of a batch come to, by the content that it was made with. */
  private enum Content {
    OLD("meter,city\nm1,Bonn\nm2,Ulm\n", "1,Ann,2026-01-01\n"),
    NEW("meter,city\nm1,Kiel\nm2,Ulm\nm9,Jena\n", "2,Bob,2026-01-01\n");

    private final String meters;
    private final String customers;

    Content(String meters, String customers) {
      this.meters = meters;
      this.customers = customers;
    }
  }

  @TempDir static Path root;

  private static Path sql;
  private static Path landed;
  private static Workspace crm;
  private static Workspace energy;
  private static int operations;

  @BeforeAll
  static void prepare() throws IOException {
    sql = root.resolve("sql");
    landed = root.resolve("landed");
    Path data = root.resolve("data");
    crm = new Workspace(data, sql, "crm");
    energy = new Workspace(data, sql, "energy");
    write(
        "crm/pipeline.yaml",
        """
        source:
          schema: "customer_id INT NOT NULL, name STRING NOT NULL, since DATE NOT NULL"
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
          schema: "id STRING NOT NULL, meter STRING NOT NULL, customer INT, day DATE NOT NULL"
        references:
          meters: {file: meters.csv, schema: "meter STRING, city STRING", key: [meter]}
          customers: {pipeline: crm, relation: customers, key: [customer_id]}
        table: readings
        key: [id]
        event-date: day
        gate: {max-quarantined-ratio: 1.0}
        """);
    write(
        "energy/rules.sql",
        """
        select meters.meter is not null as meter_known
        from source left join meters on source.meter = meters.meter
        """);
    write(
        "energy/transformations.sql",
        """
        select r.id, m.city, c.name as customer, r.day
        from source as r
        left join meters as m on r.meter = m.meter
        left join customers as c on r.customer = c.customer_id
        """);
    become(Content.OLD);
    land("first.csv", "a1,m1,1,2026-03-02", "a2,m2,2,2026-03-02");
    succeed(energy.run(TRANSFORM));
    land("second.csv", "b1,m1,2,2026-03-03", "b2,m2,1,2026-03-03", "b3,m9,,2026-03-03");
    Folders.copy(data, landed);
    Crashes.enable(energy.in(""));
    AtomicInteger count = new AtomicInteger();
    ObservedFiles.observe(
        new Observer() {
          @Override
          public void before(Operation operation) {
            count.incrementAndGet();
          }
        });
    succeed(energy.run(TRANSFORM));
    ObservedFiles.observe(Observer.NONE);
    operations = count.get();
  }

  @AfterEach
  void observeNothing() {
    ObservedFiles.observe(Observer.NONE);
  }

  @AfterAll
  static void cleanUp() throws IOException {
    Crashes.disable();
  }

  @Test
  void a_change_has_the_content_that_it_was_recorded_with() throws IOException {
    boolean anyOld = false;
    boolean anyNew = false;
    for (int operation = 1; operation <= operations; operation++) {
      crash(CrashPoint.numbered(TRANSFORM, CrashPoint.When.BEFORE, operation));
      Content made = changes().size() == 2 ? Content.OLD : Content.NEW;
      anyOld |= made == Content.OLD;
      anyNew |= made == Content.NEW;
      become(Content.NEW);
      succeed(energy.run(TRANSFORM));
      requireRows("operation " + operation, made);
      assertThat(energy.run(TRANSFORM).verdict()).startsWith("NO-OP ");
      assertThat(String.join("\n", energy.run("status").stdout()))
          .as("operation %d", operation)
          .contains(
              made == Content.OLD
                  ? "older references  2 dates: 2026-03-02..2026-03-03, made with another"
                  : "older references  1 date: 2026-03-02, made with another");
    }
    assertThat(anyOld && anyNew).as("killed before the record, and after it").isTrue();
  }

  @Test
  void rows_that_are_half_kept_are_kept_again() throws IOException {
    Path metersNew = sql.resolve("energy/references/meters.csv");
    int crashed = 0;
    for (int occurrence = 1; occurrence <= operations; occurrence++) {
      reset();
      // A content that no run has checked yet.
      Files.writeString(metersNew, Content.NEW.meters);
      CrashPoint point =
          new CrashPoint(
              TRANSFORM,
              CrashPoint.When.BEFORE,
              EnumSet.allOf(Operation.Verb.class),
              Pattern.compile("references/.*"),
              occurrence);
      Optional<RunResult> undisturbed = Crashes.during(() -> energy.run(TRANSFORM), point);
      if (undisturbed.isPresent()) {
        break;
      }
      crashed++;
      succeed(energy.run(TRANSFORM));
      assertThat(rows())
          .as("operation %d", occurrence)
          .containsExactly(
              "a1 Bonn Ann", "a2 Ulm null", "b1 Kiel null", "b2 Ulm Ann", "b3 Jena null");
    }
    assertThat(crashed).isGreaterThan(3);
  }

  private static void requireRows(String as, Content made) {
    assertThat(rows())
        .as(as)
        .isEqualTo(
            made == Content.OLD
                ? List.of("a1 Bonn Ann", "a2 Ulm null", "b1 Bonn null", "b2 Ulm Ann")
                : List.of(
                    "a1 Bonn Ann", "a2 Ulm null", "b1 Kiel Bob", "b2 Ulm Ann", "b3 Jena null"));
    assertThat(energy.table("quarantine")).as(as).hasSize(made == Content.OLD ? 1 : 0);
  }

  private static void crash(CrashPoint point) throws IOException {
    reset();
    Optional<RunResult> undisturbed = Crashes.during(() -> energy.run(TRANSFORM), point);
    assertThat(undisturbed).as("reached " + point).isEmpty();
  }

  /** All as it was when the second file had landed. */
  private static void reset() throws IOException {
    Crashes.forget();
    Path data = root.resolve("data");
    Folders.delete(data);
    Folders.copy(landed, data);
    Files.writeString(sql.resolve("energy/references/meters.csv"), Content.OLD.meters);
  }

  /** The file is another, and the other pipeline has published one more customer. */
  private static void become(Content content) throws IOException {
    write("energy/references/meters.csv", content.meters);
    crm.land(content + ".csv", "customer_id,name,since\n" + content.customers);
    succeed(crm.run(TRANSFORM));
  }

  private static SortedSet<String> changes() throws IOException {
    SortedSet<String> names = new TreeSet<>(energy.texts("changes").keySet());
    names.removeIf(name -> !RECORD.matcher(name).matches());
    return names;
  }

  private static List<String> rows() {
    return energy.table("readings").stream()
        .map(row -> "%s %s %s".formatted(row.get("id"), row.get("city"), row.get("customer")))
        .sorted()
        .toList();
  }

  private static void land(String name, String... records) throws IOException {
    energy.land(name, "id,meter,customer,day\n" + String.join("\n", records) + "\n");
  }

  private static void succeed(RunResult run) {
    assertThat(run.exitCode()).as(run.outcome()).isZero();
  }

  private static void write(String file, String text) throws IOException {
    Path path = sql.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
