// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Authoring;
import io.sluice.testing.ParquetFiles;
import io.sluice.testing.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples that nothing can be made of: what init says, and that it leaves nothing. */
class WrongSampleTest {
  @TempDir private Path root;

  @Test
  void nothingThere() throws IOException {
    assertThat(refusal(root.resolve("none.csv")))
        .isEqualTo(
            "Cannot make a pipeline from %s: there is no such file; give --from a file like those that will land"
                .formatted(shown(root.resolve("none.csv"))));
    assertThat(refusal(root)).endsWith(": it is a folder; give --from one of the files in it");
  }

  @Test
  void nothingInIt() throws IOException {
    assertThat(refusal("a.csv", ""))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: it holds nothing; give --from a file with records");
    assertThat(refusal("a.csv", "\n \n"))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: it holds nothing; give --from a file with records");
    assertThat(refusal("a.csv", "id,day\n"))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: it has a header and no record below it; give --from a file with some, ten or more");
    assertThat(refusal("a.json", "[1, 2]"))
        .isEqualTo(
            "Cannot make a pipeline from a.json: there is no JSON object in it that could be a record; give --from a file with some");
  }

  @Test
  void noNames() throws IOException {
    assertThat(refusal("a.csv", "1,2026-03-01,2.50\n2,2026-03-02,7.00\n"))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: its first line '1,2026-03-01,2.50' has values where the names of columns have to be; Sluice finds columns by name: write a line of names above it, in files that land too");
    assertThat(refusal("a.csv", "Anna,Berlin\nBob,Berlin\nAnna,Rome\n"))
        .contains("its first line 'Anna,Berlin' has values where the names of columns have to be");
  }

  @Test
  void aTitleAboveTheHeader() throws IOException {
    assertThat(refusal("a.csv", "Report of March\nid;day;amount\n1;2026-03-01;5\n2;2026-03-02;6\n"))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: its first line has 1 value, and most lines below it have 3; the first line has to name the columns: delete what is above the header, in files that land too, and quote values that hold the delimiter (';')");
  }

  @Test
  void whatStandsBesideTheColumns() throws IOException {
    assertThat(refusal("a.csv", "sep=;\nid;day;amount\n1;2026-03-01;5\n2;2026-03-02;6\n"))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: its first line 'sep=;' tells Excel the delimiter, where the names of columns have to be; have it left out, in files that land too");
    assertThat(refusal("a.csv", "id,day,amount\n1,2026-03-01,5,\n2,2026-03-02,6,\n"))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: its lines end with the delimiter (','), and the first one, which names the columns, doesn't; have it at the end of all lines or of none, in files that land too");
    assertThat(refusal("a.txt", "ID     NAME   AMOUNT\n1      Anna     5.00\n"))
        .isEqualTo(
            "Cannot make a pipeline from a.txt: its columns seem to have a fixed width, and no delimiter divides them; have it written with one, as CSV, and land such files");
    assertThat(refusal("a.csv", "id,name\n1,a\0\n2,b\0\n"))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: every record has a NUL byte in it, for which it would be quarantined; have them left out, in files that land too: tr -d '\\000' < 'a.csv' > clean.csv");
  }

  @Test
  void everyRecordHasBrokenLetters() throws IOException {
    String text = "id,name\n1,Köööööööööööln?\n2,Büüüüüüüüüüüün?\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '?' ? (byte) 0xff : bytes[i];
    }

    assertThat(refusal("a.csv", bytes))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: every record has bytes that are no letter of UTF-8, for which it would be quarantined; have it written as UTF-8 throughout, as files that land");
  }

  @Test
  void parquetThatCannotBeRead() throws IOException {
    Path file =
        ParquetFiles.write(
            root.resolve("a.parquet"), "required int64 id;", group -> group.append("id", 1L));
    byte[] bytes = Files.readAllBytes(file);

    assertThat(refusal("b.parquet", Arrays.copyOf(bytes, bytes.length - 9)))
        .isEqualTo(
            "Cannot make a pipeline from b.parquet: it doesn't end as Parquet files do: it is cut off, or other bytes follow its end; give --from a file that is whole");
  }

  @Test
  void namesThatAreNumberedAsValuesAre() throws IOException {
    assertThat(refusal("a.csv", "k0,n 0\nk1,n 1\nk2,n 2\nk3,n 3\nk4,n 4\nk5,n 5\n"))
        .contains("its first line 'k0,n 0' has values where the names of columns have to be");
  }

  @Test
  void otherKinds() throws IOException {
    assertThat(refusal("a.csv", "id,day\n".getBytes(StandardCharsets.UTF_16)))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: it is in UTF-16 or UTF-32, which Sluice doesn't read; have it written as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8 'a.csv' > utf8.csv");
    assertThat(refusal("a.pdf", "%PDF-1.7\n"))
        .isEqualTo(
            "Cannot make a pipeline from a.pdf: it is a PDF document; ask its sender for CSV");
    assertThat(refusal("a.csv", "id,day\r1,2026-03-01\r"))
        .isEqualTo(
            "Cannot make a pipeline from a.csv: its lines end with CR alone; end them with LF or CRLF");
  }

  @Test
  void noKey() throws IOException {
    String rows = "a,b,amount\nx,y,1.50\nx,y,2.50\nx,y,3.50\n";

    assertThat(refusal("a.csv", rows))
        .isEqualTo(
            "Cannot find a key in the sample: there are records that differ, and that no column tells apart, nor two or three of a, b together; name the columns that identify a record with --key");
    assertThat(refusal("a.csv", "amount,paid\n1.50,true\n2.50,true\n"))
        .isEqualTo(
            "Cannot find a key in the sample: there are records that differ, and no column that could tell them apart, which takes one with a value in every record that is no amount, decimal or BOOLEAN; name the columns that identify a record with --key");
    assertThat(refusal("a.csv", rows, "--key", "amont"))
        .isEqualTo(
            "Cannot use 'amont' as --key: the sample has no such column (did you mean 'amount'?); name one of a, b, amount");
    assertThat(refusal("a.csv", rows, "--key", "amount", "--event-date", "b"))
        .isEqualTo(
            "Cannot use 'b' as --event-date: the sample has no date or time of this name; name one of _landed_at (the day on which a file lands)");
  }

  @Test
  void aFolderThatIsThere() throws IOException {
    Path folder = Files.createDirectories(root.resolve("sql/shop"));

    assertThat(refusal("a.csv", "id,day\n1,2026-03-01\n"))
        .isEqualTo(
            "Cannot make the pipeline 'shop': there is %s already, and init changes nothing that is there; choose another --pipeline, or move it away"
                .formatted(folder));
  }

  private String refusal(String name, String text, String... options) throws IOException {
    return refusal(name, text.getBytes(StandardCharsets.UTF_8), options);
  }

  private String refusal(String name, byte[] bytes, String... options) throws IOException {
    return refusal(Files.write(root.resolve(name), bytes), options);
  }

  private String refusal(Path file, String... options) throws IOException {
    String[] all = new String[options.length + 2];
    all[0] = "--from";
    all[1] = file.toString();
    System.arraycopy(options, 0, all, 2, options.length);
    RunResult run = new Authoring(root).run("init", all);
    assertThat(run.exitCode()).isEqualTo(2);
    try (var left = Files.walk(root)) {
      assertThat(
              left.filter(path -> path.toString().contains("/sql/") && Files.isRegularFile(path)))
          .isEmpty();
    }
    return run.message();
  }

  private static String shown(Path path) {
    return io.sluice.text.Escaped.plain(path.toString());
  }
}
