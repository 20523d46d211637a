// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BinPackingTest {
  private static final long LARGE = 16L << 20;

  @Test
  void small_files_become_one() {
    assertThat(byBytes(1, 2, 3)).containsExactly(List.of(1L, 2L, 3L));
  }

  @Test
  void one_small_file_stays() {
    assertThat(byBytes(1)).isEmpty();
    assertThat(byBytes()).isEmpty();
  }

  @Test
  void large_files_stay() {
    assertThat(byBytes(LARGE, LARGE, LARGE)).isEmpty();
    assertThat(byBytes(1, LARGE, 2)).containsExactly(List.of(1L, 2L));
  }

  @Test
  void no_more_becomes_one_than_is_written_at_once() {
    List<Long> sizes = Collections.nCopies(11, LARGE - 1);

    assertThat(byBytes(longs(sizes.subList(0, 9)))).containsExactly(sizes.subList(0, 8));
    assertThat(byBytes(longs(sizes))).containsExactly(sizes.subList(0, 8), sizes.subList(8, 11));
  }

  @Test
  void only_files_of_the_same_partition_become_one() {
    CompactionFile first = new CompactionFile("a", "mon", 1, 1, "");
    CompactionFile second = new CompactionFile("b", "tue", 1, 1, "");
    CompactionFile third = new CompactionFile("c", "mon", 1, 1, "");

    assertThat(BinPacking.BY_BYTES.groups(List.of(first, second, third)))
        .containsExactly(List.of(first, third));
  }

  @Test
  void only_neighbouring_ranges_become_one() {
    assertThat(byRows(10_000, 25_000, 10_000)).isEmpty();
    assertThat(byRows(12_500, 12_500, 25_000, 1, 2))
        .containsExactly(List.of(12_500L, 12_500L), List.of(1L, 2L));
  }

  @Test
  void no_more_rows_of_a_range_become_one_than_are_rewritten_quickly() {
    assertThat(byRows(20_000, 10_000, 5_000)).containsExactly(List.of(10_000L, 5_000L));
    assertThat(byRows(12_501, 12_500)).isEmpty();
  }

  private static List<List<Long>> byBytes(long... sizes) {
    List<CompactionFile> files =
        IntStream.range(0, sizes.length)
            .mapToObj(
                i -> new CompactionFile("%03d".formatted(i), "", sizes[i], Long.MAX_VALUE, ""))
            .toList();
    return BinPacking.BY_BYTES.groups(files).stream()
        .map(group -> group.stream().map(CompactionFile::size).toList())
        .toList();
  }

  /** Files whose ranges come one after the other, given in another order. */
  private static List<List<Long>> byRows(long... rows) {
    List<CompactionFile> files =
        IntStream.range(0, rows.length)
            .map(i -> rows.length - 1 - i)
            .mapToObj(i -> new CompactionFile("", "", 1, rows[i], "2026-01-%02d".formatted(i + 1)))
            .toList();
    return BinPacking.BY_RANGE.groups(files).stream()
        .map(group -> group.stream().map(CompactionFile::rows).toList())
        .toList();
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
