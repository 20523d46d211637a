// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.Source;
import io.sluice.testing.Gzip;
import io.sluice.testing.Sources;
import io.sluice.unpack.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CsvInspectorTest {
  private static final Source SOURCE = Sources.csv("id STRING");

  @TempDir private Path folder;

  @Test
  void a_header_ends_with_any_line_end() throws IOException {
    assertThat(firstLine("id,n\na,1\n")).isEqualTo("id,n");
    assertThat(firstLine("id,n\r\na,1\r\n")).isEqualTo("id,n");
    assertThat(firstLine("id,n\ra,1\n")).isEqualTo("id,n");
    assertThat(firstLine("id,n")).isEqualTo("id,n");
  }

  @Test
  void a_header_may_follow_blank_lines_and_a_byte_order_mark() throws IOException {
    assertThat(firstLine("\r\n \t\n\n id,n \n")).isEqualTo(" id,n ");
    assertThat(firstLine("\ufeffid,n\n")).isEqualTo("id,n");
    assertThat(firstLine("")).isEmpty();
    assertThat(firstLine("\n \r\n\t")).isEmpty();
  }

  @Test
  void a_header_must_be_in_the_encoding() throws IOException {
    byte[] latin = "größe,n\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(inspect(latin, encoded("ISO-8859-1")).firstLine()).isEqualTo("größe,n");
    String reason =
        "encoding: its header is not in UTF-8; save it so, or correct source.options.encoding in"
            + " pipeline.yaml, and land it again";
    assertThat(inspect(latin, SOURCE)).isEqualTo(rejected(reason));
    assertThat(rejection("id,n\n".getBytes(StandardCharsets.UTF_16LE))).isEqualTo(reason);
    assertThat(rejection("id,n\na,1\n".getBytes(StandardCharsets.UTF_16BE))).isEqualTo(reason);
    assertThat(rejection("id,n\na,1\n".getBytes(StandardCharsets.UTF_16))).isEqualTo(reason);
  }

  @Test
  void a_header_may_have_a_megabyte() throws IOException {
    assertThat(rejection("x".repeat(1 << 20)))
        .isEqualTo(
            "header_mismatch: the first line has 1048576 bytes or more; the file needs a header");
  }

  @Test
  void only_files_are_opened() throws IOException, InterruptedException {
    Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(folder.resolve("nowhere.csv"), Path.of("nowhere"));
    assertThat(
            new ProcessBuilder("mkfifo", folder.resolve("pipe.csv").toString()).start().waitFor())
        .isZero();
    Files.createDirectory(folder.resolve("folder.csv"));

    String link = "not_a_file: it is a symbolic link, which is never opened; land a file instead";
    assertThat(inspect("link.csv")).isEqualTo(rejected(link));
    assertThat(inspect("nowhere.csv")).isEqualTo(rejected(link));
    assertThat(inspect("pipe.csv"))
        .isEqualTo(
            rejected(
                "not_a_file: it is a pipe, a socket or a device, which is never opened; land a file"
                    + " instead"));
    assertThat(inspect("folder.csv"))
        .isEqualTo(
            rejected("not_a_file: it is a folder, which is never opened; land a file instead"));
  }

  @Test
  void what_cannot_be_read_is_rejected() throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", Unreadable.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    Path file = Files.writeString(folder.resolve("a.csv"), "id\n1\n");

    assertThat(new CsvInspector(SOURCE).inspect(hadoopPath(file), hadoop))
        .isEqualTo(
            rejected(
                "unreadable: (Permission denied); let Sluice's user read it, and land it again"));
  }

  @Test
  void an_archive_is_read_by_what_is_in_it() throws IOException {
    byte[] archive = Gzip.of("id,n\na,1\n\nb,2\n");
    byte[] two = Gzip.of("c,3\n");
    byte[] members = Arrays.copyOf(archive, archive.length + two.length);
    System.arraycopy(two, 0, members, archive.length, two.length);

    assertThat(archived(archive))
        .isEqualTo(new CsvInspector.Inspected("id,n", "", 2, 1, CsvAnomalies.NONE, true));
    assertThat(archived(members))
        .isEqualTo(new CsvInspector.Inspected("id,n", "", 3, 1, CsvAnomalies.NONE, true));
  }

  @Test
  void a_broken_archive_is_rejected() throws IOException {
    byte[] archive = Gzip.of("id,n\n" + "a,1\n".repeat(1000));
    byte[] corrupt = archive.clone();
    corrupt[archive.length - 6] ^= 0x55;

    assertThat(archived("id,n\na,1\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new CsvInspector.Inspected("id,n", "", 1, 0, CsvAnomalies.NONE, false));
    assertThat(archived(new byte[0]).rejection())
        .isEqualTo(
            "broken_archive: its name speaks of gzip, but it has no bytes; land it again, whole");
    assertThat(archived(Arrays.copyOf(archive, archive.length - 12)).rejection())
        .isEqualTo(
            "broken_archive: it can't be unpacked from gzip (it ends too early); land it again,"
                + " whole");
    assertThat(archived(corrupt).rejection())
        .isEqualTo(
            "broken_archive: it can't be unpacked from gzip (Gzip-compressed data is corrupt"
                + " (CRC32 error)); land it again, whole");
  }

  @Test
  void other_formats_are_told_by_their_first_bytes() throws IOException {
    assertThat(inspect(Gzip.of("id\n1\n"), SOURCE))
        .isEqualTo(new CsvInspector.Inspected("id", "", 1, 0, CsvAnomalies.NONE, true));
    assertThat(rejection("PAR1…"))
        .isEqualTo("not_csv: it is a Parquet file; export it as CSV, and land it again");
    assertThat(rejection("%PDF-1.7\n"))
        .isEqualTo("not_csv: it is a PDF document; ask its sender for CSV, and land it again");
    assertThat(rejection("{\"id\": 1}\n"))
        .isEqualTo("not_csv: it is JSON; export it as CSV, and land it again");
    assertThat(rejection("<!DOCTYPE html>\n<html>"))
        .isEqualTo("not_csv: it is a web page or XML; ask its sender for CSV, and land it again");
  }

  @Test
  void an_error_that_may_pass_is_no_rejection() throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", Failing.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    Path file = Files.writeString(folder.resolve("a.csv"), "id\n1\n");

    assertThatThrownBy(() -> new CsvInspector(SOURCE).inspect(hadoopPath(file), hadoop))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(Refusal.class)
        .hasMessage("Cannot read %s: Input/output error", hadoopPath(file));
  }

  @Test
  void line_ends_must_be_those_that_the_parser_knows() throws IOException {
    String reason =
        "line_ends: its lines end with CR alone; end them with LF or CRLF, and land it again";
    Source multiLine = Sources.csv("id STRING", Sources.options(true), "*", ExtraColumns.REPORT);

    assertThat(rejection("id,n\ra,1\rb,2\r")).isEqualTo(reason);
    assertThat(inspect("id,n\ra,1\r".getBytes(StandardCharsets.UTF_8), multiLine).rejection())
        .isEqualTo(reason);
    assertThat(inspect("id,n\na,1\r\n".getBytes(StandardCharsets.UTF_8), multiLine).rejection())
        .isEqualTo(
            "line_ends: its lines end in several ways, which can't be told apart where multi-line is"
                + " true; end all with LF or all with CRLF, and land it again");
  }

  @Test
  void a_quote_that_swallows_the_rest_of_a_file_rejects_it() throws IOException {
    Source multiLine = Sources.csv("id STRING", Sources.options(true), "*", ExtraColumns.REPORT);

    assertThat(inspect("id,n\na,1\nb,\"2\nc,3\n".getBytes(StandardCharsets.UTF_8), multiLine))
        .isEqualTo(
            rejected(
                "unclosed_quote: record 2 begins a quoted value that nothing ends; correct its"
                    + " quotes, and land it again"));
  }

  @Test
  void a_record_must_fit_the_parser() throws IOException {
    assertThat(rejection("id,n\n" + ",".repeat(20_480) + "\n"))
        .isEqualTo(
            "too_many_columns: a line has 20481 columns, more than 20480; correct the line, and land"
                + " it again");
    assertThat(rejection("id,n\na," + "x".repeat(33 << 20)))
        .isEqualTo(
            "record_too_long: record 1 has more than 33554432 bytes; correct its quotes or line ends,"
                + " and land it again");
  }

  @Test
  @Timeout(120)
  void aRecordOrAHeaderWithoutAnEndIsReadNoFurther() throws IOException {
    CsvOptions singleLine = Sources.options(false);

    assertThat(Rejection.of(scan("id,n\na,1\n", "\0", singleLine), false))
        .isEqualTo(
            "record_too_long: record 2 has more than 33554432 bytes; correct its quotes or line ends,"
                + " and land it again");
    assertThat(Rejection.of(scan("id,n\na,\"1", "x\n", Sources.options(true)), true))
        .startsWith("record_too_long: record 1 has more than 33554432 bytes");
    assertThat(Rejection.of(scan("", "\0", singleLine), false))
        .isEqualTo(
            "header_mismatch: the first line has 1048576 bytes or more; the file needs a header");
  }

  /** Scans a file that repeats its end without end. */
  private static CsvByteScanner.Seen scan(String first, String end, CsvOptions options)
      throws IOException {
    byte[] repeated = end.repeat(1 << 15).getBytes(StandardCharsets.UTF_8);
    Stream<InputStream> parts =
        Stream.concat(
            Stream.of(new ByteArrayInputStream(first.getBytes(StandardCharsets.UTF_8))),
            Stream.generate(() -> new ByteArrayInputStream(repeated)));
    Iterator<InputStream> files = parts.iterator();
    Enumeration<InputStream> endless =
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return true;
          }

          @Override
          public InputStream nextElement() {
            return files.next();
          }
        };
    return new CsvByteScanner(options).scan(new SequenceInputStream(endless));
  }

  @Test
  void says_what_is_odd() throws IOException {
    assertThat(anomalies("id\na\0\n")).isEqualTo(new CsvAnomalies(true, false, false));
    assertThat(anomalies("id\n" + "x".repeat(65_537)))
        .isEqualTo(new CsvAnomalies(true, false, false));
    assertThat(anomalies("id\n" + "x".repeat(65_536))).isEqualTo(CsvAnomalies.NONE);
    assertThat(anomalies("id\n\"a\n")).isEqualTo(new CsvAnomalies(false, false, true));
    assertThat(inspect(new byte[] {'i', 'd', '\n', (byte) 0xe9}, SOURCE).anomalies())
        .isEqualTo(new CsvAnomalies(true, true, false));
  }

  /** Files that this process may not read; root may read all. */
  public static final class Unreadable extends LocalFileSystem {
    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer) throws IOException {
      throw new IOException(path.toUri().getPath() + " (Permission denied)");
    }
  }

  /** Files on a disk that breaks. */
  public static final class Failing extends LocalFileSystem {
    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer) throws IOException {
      throw new IOException("Input/output error");
    }
  }

  private static CsvInspector.Inspected rejected(String reason) {
    return new CsvInspector.Inspected("", reason, 0, 0, CsvAnomalies.NONE, false);
  }

  private static Source encoded(String encoding) {
    CsvOptions options = new CsvOptions(',', '"', '"', encoding, "", false);
    return Sources.csv("id STRING", options, "*.csv", ExtraColumns.REPORT);
  }

  private String firstLine(String text) throws IOException {
    return inspect(text.getBytes(StandardCharsets.UTF_8), SOURCE).firstLine();
  }

  private String rejection(String text) throws IOException {
    return rejection(text.getBytes(StandardCharsets.UTF_8));
  }

  private String rejection(byte[] bytes) throws IOException {
    return inspect(bytes, SOURCE).rejection();
  }

  private CsvAnomalies anomalies(String text) throws IOException {
    return inspect(text.getBytes(StandardCharsets.UTF_8), SOURCE).anomalies();
  }

  private CsvInspector.Inspected archived(byte[] bytes) throws IOException {
    Files.write(folder.resolve("a.csv.gz"), bytes);
    return inspect("a.csv.gz");
  }

  private CsvInspector.Inspected inspect(byte[] bytes, Source source) throws IOException {
    Path file = Files.write(folder.resolve("a.csv"), bytes);
    return new CsvInspector(source).inspect(hadoopPath(file), new Configuration());
  }

  private CsvInspector.Inspected inspect(String name) throws IOException {
    return new CsvInspector(SOURCE).inspect(hadoopPath(folder.resolve(name)), new Configuration());
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path file) {
    return new org.apache.hadoop.fs.Path(file.toString());
  }
}
