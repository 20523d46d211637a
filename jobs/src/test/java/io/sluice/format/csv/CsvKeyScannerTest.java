// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Sources;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class CsvKeyScannerTest {
  private static final String HEADER = "id,amount,place\n";

  @Test
  void a_key_hashes_as_spark_hashes_its_text() {
    assertThat(hashes(HEADER + "a,1,x\nbc,2,y\n", 0)).isEqualTo(spark("a", "bc"));
    assertThat(hashes(HEADER + "a,1,x\nb,2,straße\n", 2)).isEqualTo(spark("x", "straße"));
  }

  @Test
  void a_key_may_have_several_columns_in_any_order() {
    assertThat(hashes(HEADER + "a,1,x\nb,2,\n", 2, 0))
        .containsExactly(hash(hash(42, "x"), "a"), hash(42, "b"));
  }

  @Test
  void quotes_are_not_part_of_a_key_and_may_hold_delimiters() {
    assertThat(hashes(HEADER + "\"a\",1,x\n\"b,c\",2,\"y\"\n", 0)).isEqualTo(spark("a", "b,c"));
    assertThat(hashes(HEADER + "\"b,c\",2,\"y\"\n", 2)).isEqualTo(spark("y"));
  }

  @Test
  void every_kind_of_line_end_and_blank_line_is_known() {
    assertThat(hashes("\n" + HEADER.replace("\n", "\r\n") + "a,1,x\r\n\r\n   \nb,2,y\rc,3,z", 0))
        .isEqualTo(spark("a", "b", "c"));
  }

  @Test
  void a_record_that_lacks_the_key_hashes_as_empty() {
    assertThat(hashes(HEADER + "a\n", 2)).containsExactly(42);
  }

  @Test
  void files_without_records_give_nothing() {
    assertThat(hashes("", 0)).isEmpty();
    assertThat(hashes(HEADER, 0)).isEmpty();
  }

  @Test
  void lines_across_the_buffer_are_whole_and_longer_ones_do_no_harm() {
    String filler = "f".repeat(300);
    List<String> keys =
        IntStream.range(0, 40_000).mapToObj(i -> "key-" + i).collect(Collectors.toList());
    String file =
        keys.stream()
            .map(key -> key + ",1," + filler)
            .collect(Collectors.joining("\n", HEADER, ""));
    assertThat(hashes(file, 0)).isEqualTo(spark(keys.toArray(String[]::new)));

    String huge = HEADER + "a,1," + "h".repeat(5_000_000) + "\nb,1,x\n";
    assertThat(hashes(huge, 0)).endsWith(spark("b"));
  }

  private static long[] hashes(String file, int... columns) {
    Iterator<long[]> chunks =
        new CsvKeyScanner(Sources.options(false))
            .hashes(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), columns);
    List<long[]> all = new ArrayList<>();
    chunks.forEachRemaining(all::add);
    return all.stream().flatMapToLong(Arrays::stream).toArray();
  }

  private static long[] spark(String... texts) {
    return Arrays.stream(texts).flatMapToLong(text -> LongStream.of(hash(42, text))).toArray();
  }

  private static long hash(long seed, String text) {
    UTF8String bytes = UTF8String.fromString(text);
    return XXH64.hashUTF8String(bytes, seed);
  }
}
