// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.Gzip;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files of all kinds that land together: each is taken, rejected or left alone. */
@ExtendWith(SparkSessionExtension.class)
class FilesTest {
  private static final String YAML =
      """
      source:
        files: "%s"
        schema: |
          id STRING NOT NULL, amount DECIMAL(10,2), day DATE NOT NULL
      table: t
      key: [id]
      event-date: day
      gate: {max-quarantined-ratio: 1.0}
      """;
  private static final String HEADER = "id,amount,day\n";
  private static final Instant LANDED = Instant.parse("2026-01-07T00:00:00Z");

  @TempDir private Path folder;
  private Workspace workspace;

  /** Expected rows and rejections, by path. */
  private final Map<String, String> expected = new TreeMap<>();

  private final Map<String, String> ids = new TreeMap<>();

  @BeforeEach
  void open() throws IOException {
    workspace = new Workspace(folder.resolve("data"), folder.resolve("sql"), "t1");
    pipeline("**/*.csv*");
  }

  @Test
  void every_file_is_taken_rejected_or_left_alone() throws IOException, InterruptedException {
    for (String file :
        List.of(
            "gziped.csv.gz",
            "bzip2.csv.bz2",
            "two.csv.bz2",
            "zstd.csv.zst",
            "pzstd.csv.zst",
            "lz4.csv.lz4",
            "linked.csv.lz4",
            "xz.csv.xz",
            "twoxz.csv.xz",
            "zip.csv.zip",
            "zipfolder.csv.zip",
            "zipstream.csv.zip")) {
      String name = file.substring(0, file.indexOf('.'));
      taken(file, resource(file), name + "-1", name + "-2");
    }
    taken("framed.csv.snappy", resource("framed.csv.snappy"), "sn1", "sn2");
    taken("plain.csv", text("plain"), "plain");
    taken("hidden.csv", Gzip.of(HEADER + row("hidden")), "hidden");
    taken("text.csv.bz2", text("text-bz2"), "text-bz2");
    taken("text.csv.gz", text("text-gz"), "text-gz");
    taken("text.csv.zst", text("text-zst"), "text-zst");
    taken("odd.csv.gz", Gzip.of("day,id\n2026-01-05,odd-1\n2026-01-05,odd-2\n"), "odd-1", "odd-2");
    byte[] gzip = Gzip.of(HEADER + row("padded"));
    taken("padded.csv.gz", Arrays.copyOf(gzip, gzip.length + 512), "padded");
    taken("sub/deep/day=2026-01-05/s.csv", text("sub"), "sub");
    taken("sub/deep/s.csv.gz", Gzip.of(HEADER + row("sub-gz")), "sub-gz");
    taken("empty.csv.gz", Gzip.of(""));
    rejected(
        "cut.csv.gz",
        Arrays.copyOf(gzip, gzip.length - 5),
        "broken_archive: it can't be unpacked from gzip (it ends too early); land it again, whole");
    rejected(
        "tail.csv.gz",
        joined(gzip, new byte[] {7}),
        "broken_archive: it can't be unpacked from gzip (other bytes follow its end); land it again, whole");
    rejected(
        "twice.csv.gz",
        gzipOf(gzip),
        "broken_archive: it is gzip within gzip; unpack it once, and land it again");
    rejected(
        "tarball.csv.gz",
        gzipOf(tarball()),
        "not_csv: it is a tarball; land the files in it one by one, and land it again");
    rejected(
        "none.csv.gz",
        new byte[0],
        "broken_archive: its name speaks of gzip, but it has no bytes; land it again, whole");
    rejected(
        "book.csv",
        office(),
        "not_csv: it is an Excel workbook or another office document; save the table in it as CSV, and land it again");
    land("wide.csv", bytes(HEADER + row("wide") + "w,\"" + ",".repeat(30_000) + "\n"));
    expected.put("wide.csv", "1 rows");
    ids.put("wide", "wide.csv");
    rejected(
        "seven.csv",
        bytes("7z\u00bc\u00af'\u001c"),
        "not_csv: it is a 7z archive; unpack it, or pack it with gzip, and land it again");
    rejected(
        "brotli.csv.br",
        bytes("\u000b\u0002\u0080\u00e9\u0000"),
        "not_csv: it is no text, and by its name brotli; unpack it, or pack it with gzip, and land it again");
    for (String name :
        List.of(
            "part.csv._COPYING_", "part.csv.filepart", "part.csv.TMP", ".x.csv", "_SUCCESS.csv")) {
      land(name, text("under-way"));
    }
    land("CAPS.CSV", text("caps"));
    assertThat(
            new ProcessBuilder("sh", "-c", "printf id > \"$(printf 'caf\\351.csv')\"")
                .directory(workspace.in("landing").toFile())
                .start()
                .waitFor())
        .isZero();

    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).isZero();
    assertThat(ledger()).isEqualTo(expected);
    assertThat(table()).isEqualTo(ids);
    assertThat(workspace.table("quarantine"))
        .extracting(row -> row.get("file"))
        .containsExactly("wide.csv");
    assertThat(run.report().at("/files/ignored").asLong()).isEqualTo(7);
    assertThat(left())
        .containsExactlyInAnyOrder(
            ".x.csv",
            "CAPS.CSV",
            "_SUCCESS.csv",
            "caf\ufffd.csv",
            "part.csv.TMP",
            "part.csv._COPYING_",
            "part.csv.filepart");
    assertThat(workspace.in("archive/000001/sub/deep/s.csv.gz")).exists();

    JsonNode check = check(workspace.run("quality"));
    assertThat(check.path("severity").asText()).isEqualTo("warn");
    assertThat(check.path("violations").asLong()).isEqualTo(2);
    assertThat(check.path("sample").findValuesAsText("why"))
        .containsExactlyInAnyOrder(
            "source.files takes its name in other upper and lower case",
            "its name is no text in this system, rename it");
    String status = String.join("\n", workspace.run("status").stdout());
    assertThat(status)
        .contains("0 files, 7 ignored", "'CAPS.CSV': source.files takes its name in other")
        .contains("'part.csv._COPYING_': an upload under way");
  }

  @Test
  void a_pattern_without_a_slash_names_files_in_subfolders() throws IOException {
    pipeline("*.csv");
    land("sub/a.csv", text("a"));
    land("b.csv", text("b"));

    RunResult run = workspace.run("transform");

    assertThat(run.report().at("/files/ignored").asLong()).isOne();
    assertThat(table()).isEqualTo(Map.of("b", "b.csv"));
    assertThat(check(workspace.run("quality")).path("sample").toString())
        .isEqualTo(
            "[{\"path\":\"sub/a.csv\",\"why\":\"source.files takes it in landing/ itself, not in a"
                + " subfolder\"}]");
  }

  @Test
  void a_file_that_makes_a_reader_fail_holds_up_no_other() throws IOException {
    taken("a.csv", text("a"), "a");
    taken("b.csv", text("b"), "b");
    rejected(
        "fragile.csv",
        text("fragile"),
        "unreadable: java.lang.IllegalStateException: out of order; correct it, and land it again");

    RunResult run =
        with(
            () -> {
              throw new IllegalStateException("out of order");
            });

    assertThat(run.exitCode()).isZero();
    assertThat(ledger()).isEqualTo(expected);
    assertThat(table()).isEqualTo(ids);
  }

  @Test
  void an_error_that_may_pass_rejects_nothing() throws IOException {
    taken("a.csv", text("a"), "a");
    taken("fragile.csv", text("fragile"), "fragile");

    RunResult run =
        with(
            () -> {
              throw new IOException("Input/output error");
            });

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.message()).contains("Input/output error");
    assertThat(workspace.hasTable("files")).isFalse();
    assertThat(workspace.run("transform").exitCode()).isZero();
    assertThat(ledger()).isEqualTo(expected);
    assertThat(table()).isEqualTo(ids);
  }

  /** Throws what a broken file makes its reader throw. */
  private interface Failure {
    void raise() throws IOException;
  }

  private RunResult with(Failure failure) throws IOException {
    Configuration hadoop = SparkSessionExtension.spark().sparkContext().hadoopConfiguration();
    hadoop.set("fs.file.impl", Fragile.class.getName());
    hadoop.set("fs.file.impl.disable.cache", "true");
    Fragile.failure = failure;
    try {
      return workspace.run("transform");
    } finally {
      hadoop.unset("fs.file.impl");
      hadoop.unset("fs.file.impl.disable.cache");
    }
  }

  /** Local files, of which one can't be opened by Spark's reader. */
  public static final class Fragile extends LocalFileSystem {
    private static volatile Failure failure;

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
      boolean isSpark =
          Stream.of(new Throwable().getStackTrace())
              .anyMatch(frame -> frame.getClassName().contains("FileScanRDD"));
      if (isSpark && file.getName().equals("fragile.csv")) {
        failure.raise();
      }
      return super.open(file, buffer);
    }
  }

  private void pipeline(String files) throws IOException {
    Path sql = Files.createDirectories(folder.resolve("sql/t1"));
    Files.writeString(sql.resolve("pipeline.yaml"), YAML.formatted(files));
    Files.writeString(
        sql.resolve("rules.sql"), "select amount is null or amount >= 0 as ok from source\n");
    Files.writeString(sql.resolve("transformations.sql"), "select id, amount, day from source\n");
  }

  private void taken(String path, byte[] content, String... rows) throws IOException {
    land(path, content);
    expected.put(path, rows.length + " rows");
    Arrays.stream(rows).forEach(id -> ids.put(id, path));
  }

  private void rejected(String path, byte[] content, String reason) throws IOException {
    land(path, content);
    expected.put(path, reason);
  }

  private void land(String path, byte[] content) throws IOException {
    Files.createDirectories(workspace.in("landing/" + path).getParent());
    workspace.land(path, content, LANDED);
  }

  private Map<String, String> ledger() {
    Map<String, String> ledger = new TreeMap<>();
    for (Map<String, Object> file : workspace.table("files")) {
      boolean isRejected = "rejected".equals(file.get("status"));
      ledger.put(
          (String) file.get("path"),
          isRejected ? (String) file.get("reason") : file.get("rows_written") + " rows");
    }
    return ledger;
  }

  private Map<String, String> table() {
    Map<String, String> rows = new TreeMap<>();
    workspace
        .table("t")
        .forEach(row -> rows.put((String) row.get("id"), (String) row.get("source_file")));
    return rows;
  }

  private List<String> left() throws IOException {
    try (var files = Files.walk(workspace.in("landing"))) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  private static JsonNode check(RunResult run) {
    for (JsonNode check : run.report().path("checks")) {
      if (check.path("name").asText().equals("ignored_files")) {
        return check;
      }
    }
    throw new AssertionError(run.report());
  }

  private static String row(String id) {
    return id + ",1.50,2026-01-05\n";
  }

  private static byte[] text(String id) {
    return bytes(HEADER + row(id));
  }

  private static byte[] gzipOf(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] tarball() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("a.csv");
      entry.setSize(text("tar").length);
      tar.putArchiveEntry(entry);
      tar.write(text("tar"));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] office() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes("<x/>"));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = FilesTest.class.getResourceAsStream("/inputs/files/" + name)) {
      return in.readAllBytes();
    }
  }
}
