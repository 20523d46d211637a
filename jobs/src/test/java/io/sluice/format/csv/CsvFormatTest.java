// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch;
import io.sluice.intake.RawReader;
import io.sluice.storage.Storage;
import io.sluice.testing.Sources;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class CsvFormatTest {
  @TempDir private Path folder;
  private final SparkSession spark;

  CsvFormatTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void aFileOfNothingIsReadAndHoldsNothing() throws IOException {
    RawBatch batch = open("\ufeff\n\n");

    assertThat(batch.rows()).isEmpty();
    assertThat(batch.rejected()).isEmpty();
    assertThat(batch.counts()).isEqualTo(Map.of("a.csv", new RawBatch.RecordCount(0, 1)));
  }

  @Test
  void aByteOrderMarkOnALineOfItsOwnIsNoHeader() throws IOException {
    RawBatch batch = open("\ufeff\nid,n\na,1\n");

    assertThat(batch.rejected())
        .isEqualTo(
            Map.of(
                "a.csv",
                "header_mismatch: the first line '' names no known column; the file needs a"
                    + " header"));
    assertThat(batch.counts()).isEmpty();
  }

  @Test
  void aPathMayBeQualifiedAlready() throws IOException {
    RawBatch batch = open("id,n\na,1\n");

    assertThat(batch.rows().orElseThrow().select("id", "_file").collectAsList().toString())
        .isEqualTo("[[a,a.csv]]");
  }

  @Test
  void aFileThatIsRejectedAlreadyIsNotOpened() throws IOException {
    String reason = reader().unbalanced(3, 2);
    RawBatch batch = open("id,n\na,1\n", Map.of("a.csv", reason));

    assertThat(batch.rows()).isEmpty();
    assertThat(batch.counts()).isEmpty();
    assertThat(batch.rejected()).isEqualTo(Map.of("a.csv", reason));
    assertThat(reason)
        .isEqualTo(
            "unbalanced: its bytes hold 3 records, but the parser gives 2; correct its quotes, or"
                + " the options of source in pipeline.yaml, and land it again");
  }

  private RawReader reader() {
    return new CsvFormat(Sources.csv("id STRING NOT NULL, n INT"))
        .reader(spark, new Storage(new Configuration()));
  }

  private RawBatch open(String text) throws IOException {
    return open(text, Map.of());
  }

  private RawBatch open(String text, Map<String, String> rejected) throws IOException {
    Files.writeString(folder.resolve("a.csv"), text);
    Storage storage = new Storage(new Configuration());
    org.apache.hadoop.fs.Path path =
        storage.list(storage.qualify(new org.apache.hadoop.fs.Path(folder.toString()))).stream()
            .map(entry -> entry.getPath())
            .filter(entry -> entry.getName().equals("a.csv"))
            .findFirst()
            .orElseThrow();
    return reader()
        .open(
            Map.of(path, new Delivery("a.csv", text.length(), Instant.EPOCH)), List.of(), rejected);
  }
}
