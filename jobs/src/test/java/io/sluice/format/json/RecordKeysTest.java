// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Source;
import io.sluice.storage.Storage;
import io.sluice.testing.Gzip;
import io.sluice.testing.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.expressions.XxHash64Function;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are hashed as Spark hashes the texts of their fields. */
class RecordKeysTest {
  private static final Source SOURCE = Sources.json("n INT, id STRING, more ARRAY<INT>");

  @TempDir private Path folder;

  @Test
  void every_record_that_has_a_key_gives_its_hash() throws IOException {
    String lines =
        """
        {"id":"a","n":1}
        {"more":[{"id":"x"}],"n":"1","id":"a\\u00e4"}

        {"n":7}
        {"id":null,"n":null}
        {"id":"cut
        []
        {"id":"b"}\
        """;
    List<Long> expected =
        List.of(hash("a", "1"), hash("a\u00e4", "1"), hash(null, "7"), hash("b", null));

    assertThat(hashes(Files.writeString(folder.resolve("a.json"), lines))).isEqualTo(expected);
    assertThat(hashes(Files.write(folder.resolve("b.json"), Gzip.of(lines)))).isEqualTo(expected);
  }

  @Test
  void a_file_of_many_records() throws IOException {
    String lines = "{\"id\":\"a\"}\n".repeat(40_000);
    assertThat(hashes(Files.writeString(folder.resolve("a.json"), lines)))
        .hasSize(40_000)
        .containsOnly(hash("a", null));
  }

  @Test
  void no_more_lines_are_looked_at_than_wanted() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "{\"id\":\"a\"}\n\n".repeat(40_000));
    JsonInspector.Inspected some =
        new JsonInspector(SOURCE, List.of(), 1_000)
            .inspect(new org.apache.hadoop.fs.Path(file.toString()), new Configuration())
            ._1();
    assertThat(some.isWhole()).isFalse();
    assertThat(some.records()).isBetween(1L, 40_000L - 1);
    assertThat(
            new JsonFormat(SOURCE)
                .lines(
                    new Storage(new Configuration()),
                    new org.apache.hadoop.fs.Path(file.toString()),
                    3))
        .containsExactly(1L, 3L, 5L);
  }

  private static List<Long> hashes(Path file) throws IOException {
    long[] hashes =
        new JsonInspector(SOURCE, List.of("id", "n"))
            .inspect(new org.apache.hadoop.fs.Path(file.toString()), new Configuration())
            ._2();
    return Arrays.stream(hashes).boxed().toList();
  }

  private static long hash(String... texts) {
    long hash = 42;
    for (String text : texts) {
      hash =
          text == null
              ? hash
              : XxHash64Function.hash(UTF8String.fromString(text), DataTypes.StringType, hash);
    }
    return hash;
  }
}
