// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Contents;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Folders, files and the console show what is published. */
@ExtendWith(SparkSessionExtension.class)
class FolderExportTest {
  private static final String PLAIN = "columns: [id, price, quantity, sold_date]\n";

  @TempDir Path root;

  @LongProof
  @Test
  void folders_and_files_follow_what_is_published() throws IOException {
    Shop shop = new Shop(root);
    Path out = root.resolve("out");
    shop.folder
        .write("exports/sales.yaml", "relation: sales\n" + folder(out.resolve("sales"), "parquet"))
        .write(
            "exports/texts.yaml", "relation: sales\n" + PLAIN + folder(out.resolve("texts"), "csv"))
        .write("exports/totals.yaml", "relation: totals\n" + folder(out.resolve("totals"), "csv"))
        .write(
            "exports/one.yaml",
            "relation: daily\nfile: {path: %s}\n".formatted(out.resolve("daily.csv")))
        .write("exports/shown.yaml", "relation: daily\nconsole: {rows: 1}\n");
    shop.publish("a.csv", Shop.FIRST);
    RunResult first = shop.succeed("export");
    assertThat(first.outcome())
        .startsWith(
            "SUCCEEDED export shop: one: 2 rows, everything; sales: 4 rows, everything; shown: 1"
                + " row, everything; texts: 4 rows, everything; totals: 1 row, everything");
    assertThat(first.stdout()).contains("sold_date   sales  revenue", "1 row, there are more");
    requireEqual(shop, out);
    assertThat(shop.succeed("export").verdict()).startsWith("NO-OP ");

    SortedMap<String, String> untouched = Folders.texts(out.resolve("sales/sold_date=2026-01-06"));
    shop.publish("b.csv", Shop.SECOND);
    assertThat(shop.succeed("export").verdict())
        .isEqualTo(
            "RUN one: everything (it changed as a whole); sales: 2 dates (2026-01-05, 2026-01-07);"
                + " shown: 2 dates (2026-01-05, 2026-01-07); texts: 2 dates (2026-01-05,"
                + " 2026-01-07); totals: everything (it changed as a whole)");
    requireEqual(shop, out);
    assertThat(Folders.texts(out.resolve("sales/sold_date=2026-01-06"))).isEqualTo(untouched);

    shop.folder.write("rules.sql", PipelineFolder.RULES.replace("price > 0 as", "price > 4.5 as"));
    shop.succeed("backfill", "--from", "2026-01-05", "--to", "2026-01-05", "--reason", "errors");
    shop.succeed("aggregate");
    shop.succeed("export");
    assertThat(out.resolve("sales/sold_date=2026-01-05")).doesNotExist();
    requireEqual(shop, out);
    try (var left = Files.list(out)) {
      assertThat(left.map(path -> path.getFileName().toString()).sorted())
          .containsExactly(".daily.csv.sluice.json", "daily.csv", "sales", "texts", "totals");
    }
  }

  @LongProof
  @Test
  void a_run_that_was_killed_between_two_dates_is_finished_by_the_next() throws IOException {
    Shop shop = new Shop(root);
    Path out = root.resolve("out");
    Path mark = out.resolve("_sluice_export.json");
    shop.folder.write("exports/sales.yaml", "relation: sales\n" + folder(out, "parquet"));
    shop.publish("a.csv", Shop.FIRST);
    shop.succeed("export");
    String before = Files.readString(mark);
    shop.publish("b.csv", Shop.SECOND);
    shop.succeed("export");

    // As it is once the first date has moved away, and nothing has taken its place.
    Files.delete(shop.workspace.in("changes/000008.json"));
    Files.writeString(mark, before);
    Files.createDirectories(out.resolve(".sluice-old"));
    Files.move(
        out.resolve("sold_date=2026-01-05"), out.resolve(".sluice-old/sold_date=2026-01-05"));
    assertThat(shop.succeed("export").outcome()).contains("sales: 4 rows, 2 dates");
    requireSales(shop, out);
    assertThat(out.resolve(".sluice-old")).doesNotExist();

    // As it is once the whole folder has moved away.
    Files.delete(shop.workspace.in("changes/000008.json"));
    Files.move(out, root.resolve(".out.sluice-old"));
    assertThat(shop.succeed("export").outcome()).contains("sales: 6 rows, everything");
    requireSales(shop, out);
    assertThat(root.resolve(".out.sluice-old")).doesNotExist();
  }

  @Test
  void what_others_have_put_there_stays() throws IOException {
    Shop shop = new Shop(root);
    Path out = Files.createDirectories(root.resolve("out"));
    Files.writeString(out.resolve("mine.csv"), "kept");
    shop.folder
        .write("exports/folder.yaml", "relation: sales\n" + folder(out, "csv"))
        .write(
            "exports/one.yaml",
            "relation: sales\nfile: {path: %s}\n".formatted(out.resolve("mine.csv")))
        .write("exports/relative.yaml", "relation: sales\nfile: {path: mine.csv}\n");
    shop.workspace.land("a.csv", Shop.FIRST);
    shop.succeed("transform");
    assertThat(shop.fail(2, "export", "--export", "folder").message())
        .isEqualTo(
            "Cannot send folder: file:%s holds files that this export hasn't put there; empty it, or choose another path in exports/folder.yaml"
                .formatted(out));
    assertThat(shop.fail(2, "export", "--export", "one", "--again").message())
        .isEqualTo(
            "Cannot send one: file:%s/mine.csv is something that this export hasn't written; move it away, or choose another path in exports/one.yaml"
                .formatted(out));
    assertThat(shop.fail(2, "export", "--export", "relative").message())
        .isEqualTo(
            "Cannot send relative: path in exports/relative.yaml is relative, so that it would"
                + " depend on where a run is started; make it absolute, or a URI such as"
                + " s3a://bucket/folder");
    assertThat(shop.fail(2, "export", "--export", "fodler").message())
        .isEqualTo("Cannot send fodler: shop has no such export; it has folder, one, relative");
    assertThat(out.resolve("mine.csv")).hasContent("kept");
  }

  private static String folder(Path path, String format) {
    return "folder: {path: %s, format: %s}\n".formatted(path, format);
  }

  private static void requireEqual(Shop shop, Path out) {
    requireSales(shop, out.resolve("sales"));
    assertThat(texts(csv(out.resolve("texts")))).isEqualTo(texts(shop.plain("sales")));
    assertThat(texts(csv(out.resolve("totals")))).isEqualTo(texts(shop.plain("totals")));
    assertThat(texts(csv(out.resolve("daily.csv")))).isEqualTo(texts(shop.plain("daily")));
  }

  private static void requireSales(Shop shop, Path folder) {
    assertThat(Contents.of(SparkSessionExtension.spark().read().parquet(folder.toString())))
        .isEqualTo(shop.workspace.table("sales"));
  }

  private static List<Map<String, Object>> csv(Path path) {
    Dataset<Row> rows =
        SparkSessionExtension.spark().read().option("header", "true").csv(path.toString());
    return Contents.of(rows);
  }

  private static List<String> texts(List<Map<String, Object>> rows) {
    return rows.stream().map(Object::toString).sorted().toList();
  }
}
