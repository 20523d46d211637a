// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A sample becomes a folder that validates, passes its test, and publishes the sample. */
@ExtendWith(SparkSessionExtension.class)
class InitTest {
  private static final String[] INGESTION = {"source_file", "record_hash", "processed_timestamp"};

  @TempDir private Path root;
  private Workspace workspace;

  @BeforeEach
  void workspace() {
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), "orders");
  }

  @Test
  void csv() throws IOException {
    take(
        "orders.csv",
        """
        order_id,customer_id,status,amount,quantity,ordered_at
        A-1,7,paid,12.50,1,2026-03-01 10:15:00
        A-2,8,open,7.00,2,2026-03-01 23:59:59
        A-3,7,paid,100.00,1,2026-03-02 00:00:00
        A-4,9,paid,1.99,,2026-03-02 08:30:00
        A-5,9,open,3.10,4,2026-03-02 09:00:00
        A-6,7,paid,5.00,1,2026-03-03 09:00:00
        """,
        StandardCharsets.UTF_8);

    assertThat(workspace.table("orders", INGESTION)).hasSize(6);
    assertThat(workspace.table("daily_orders")).hasSize(5);
  }

  @Test
  void european() throws IOException {
    take(
        "orders.csv",
        """
        Bestellnummer;Käufer;PLZ;Betrag;Bestelldatum
        000101;Müller;01067;1.234,50;01.03.2026
        000102;Groß;80331;7,00;13.03.2026
        000103;Jäger;10115;99,90;14.03.2026
        """,
        Charset.forName("windows-1252"));

    assertThat(workspace.table("orders", INGESTION)).hasSize(3);
  }

  @Test
  void jsonLines() throws IOException {
    take(
        "orders.json",
        """
        {"order_id": "o1", "created_at": "2026-03-01T10:00:00Z", "customer": {"id": 7, "email": "a@example.com"}, "items": [{"sku": "x", "price": 1.50}], "total": 1.50}
        {"order_id": "o2", "created_at": "2026-03-02T10:00:00Z", "customer": {"id": 8, "email": "b@example.com"}, "items": [], "total": 0}
        """,
        StandardCharsets.UTF_8);

    assertThat(workspace.table("orders", INGESTION)).hasSize(2);
  }

  @Test
  void jsonDocument() throws IOException {
    take(
        "orders.json",
        """
        {
          "exported": "2026-03-05",
          "data": {"orders": [
            {"id": 1, "day": "2026-03-01", "total": 1.50},
            {"id": 2, "day": "2026-03-02", "total": 2}
          ]}
        }
        """,
        StandardCharsets.UTF_8);

    assertThat(workspace.table("orders", INGESTION)).hasSize(2);
  }

  /** Makes a folder of a sample, looks at it, and runs it on the sample. */
  private RunResult take(String name, String sample, Charset encoding) throws IOException {
    Path file = root.resolve(name);
    Files.write(file, sample.getBytes(encoding));
    RunResult init = ends("init", "--from", file.toString());
    print(init);
    ends("validate");
    ends("test", "--again");
    workspace.land(name, Files.readAllBytes(file));
    RunResult run = ends("run");
    assertThat(run.report().path("rows_quarantined").asLong()).isZero();
    return init;
  }

  private void print(RunResult init) throws IOException {
    System.out.println(String.join("\n", init.stdout()));
    try (var all = Files.walk(root.resolve("sql"))) {
      for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile).sorted()::iterator) {
        System.out.println("=== " + each);
        System.out.println(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1));
      }
    }
  }

  private RunResult ends(String command, String... options) throws IOException {
    RunResult result = workspace.run(command, options);
    assertThat(result.exitCode()).as(String.join("\n", result.stdout())).isZero();
    return result;
  }
}
