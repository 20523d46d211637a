// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SparkSessionExtension;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class DuplicateHashesTest {
  private final JavaSparkContext spark;

  DuplicateHashesTest(SparkSession session) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @Test
  void finds_every_hash_that_occurs_twice_and_hardly_another() {
    Random random = new Random(7);
    long[] hashes = random.longs(60_000).toArray();
    for (int i = 0; i < 500; i++) {
      hashes[i] = hashes[59_999 - 7 * i];
    }
    Set<Long> seen = new HashSet<>();
    Set<Long> twice = new HashSet<>();
    Arrays.stream(hashes).filter(hash -> !seen.add(hash)).forEach(twice::add);

    HashFilter found =
        DuplicateHashes.among(
            chunks(Arrays.copyOf(hashes, 1_000), Arrays.copyOfRange(hashes, 1_000, 60_000)),
            hashes.length);

    assertThat(twice).hasSize(500).allMatch(found::has);
    assertThat(seen.stream().filter(found::has)).hasSizeBetween(500, 505);
  }

  @Test
  void others_matter_only_where_an_asked_one_equals_them() {
    long one = 1L << 40;
    long two = 2L << 40;
    long three = 3L << 40;
    HashFilter found =
        DuplicateHashes.among(
            chunks(new long[] {one, two}), List.of(chunks(new long[] {two, three, three})), 2);
    assertThat(LongStream.of(one, two, three).filter(found::has)).containsExactly(two);
  }

  @Test
  void nothing_repeats_in_nothing() {
    assertThat(DuplicateHashes.among(chunks(new long[] {}), 0).isEmpty()).isTrue();
    assertThat(DuplicateHashes.among(chunks(new long[] {1L << 40}), List.of(), 1).isEmpty())
        .isTrue();
  }

  private JavaRDD<long[]> chunks(long[]... chunks) {
    return spark.parallelize(List.of(chunks), 2);
  }
}
