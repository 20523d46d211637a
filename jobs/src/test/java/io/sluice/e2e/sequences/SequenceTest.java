// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences can be repeated, cover everything, and say what went wrong. */
class SequenceTest {
  @TempDir Path folder;

  /** A step that goes wrong. */
  private record Wrong() implements Step {
    @Override
    public void happen(Shop shop) {
      throw new AssertionError("expected: 1\n but was: 2");
    }

    @Override
    public String toString() {
      return "something wrong";
    }
  }

  @Test
  void a_failure_tells_its_story_and_keeps_the_data() {
    Land land = new Land("of day 1", "a1.csv", "header\nrecord\n", Land.Age.OLDEST);
    Sequence sequence =
        new Sequence(43, Seeds.again(43), List.of(land, new Wrong(), Run.transform(2)));
    Path kept = folder.resolve("kept");

    assertThatThrownBy(() -> sequence.happenIn(folder, kept))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            The sequence of seed 43 went wrong at step 2 of 3
              1. land a1.csv: of day 1, 1 records, older than all before
              2. something wrong
            the pipeline's folder as it is now: %s
            once more: make sequences N=1 SEED=43
            expected: 1
             but was: 2"""
                .formatted(kept));
    assertThat(kept.resolve("landing/a1.csv")).hasContent("header\nrecord\n");
  }

  @Test
  void a_seed_always_gives_the_same_steps() {
    assertThat(EqualContents.of(7).steps()).hasToString(EqualContents.of(7).steps().toString());
    assertThat(EqualContents.of(7).steps()).isNotEqualTo(EqualContents.of(8).steps());
  }

  @Test
  void every_format_comes() {
    assertThat(LongStream.range(0, 4).mapToObj(Feed::of).map(Feed::format))
        .containsExactly("parquet", "csv", "json", "parquet");
  }

  @Test
  void every_kind_of_step_comes() {
    String all =
        LongStream.range(0, 200)
            .mapToObj(seed -> EqualContents.of(seed).toString())
            .collect(Collectors.joining());
    assertThat(all)
        .contains("late")
        .contains("older than all before")
        .contains("the same as")
        .contains("contradicting")
        .contains("transform --files-per-batch 1, killed before file operation ")
        .contains("aggregate --full-refresh")
        .contains("aggregate, killed after file operation ")
        .contains("backfill --from 2024-03-0")
        .contains("sequence, killed before file operation ")
        .contains("quarantine replay --reason sequence")
        .contains("quarantine discard --code conflicting_duplicate")
        .contains("the SQL now lets pass")
        .contains("commits of transform's checkpoint is deleted")
        .contains("all of aggregate's checkpoint is deleted");
  }
}
