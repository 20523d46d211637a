// SPDX-License-Identifier: Apache-2.0
package io.sluice.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.SetClock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final SetClock clock = new SetClock();
  private final List<String> lines = new ArrayList<>();
  private final Progress progress = new Progress(clock, lines::add);

  @Test
  void shortRunsSayNothing() {
    progress.begin("ran the case a");
    progress.steps(2, "case");
    clock.forward(9);
    progress.stepDone();
    progress.stepDone();
    assertThat(lines).isEmpty();
  }

  @Test
  void stepsAreToldEveryTenSeconds() {
    progress.steps(40, "case");
    for (int i = 1; i <= 40; i++) {
      progress.begin("ran the case c" + i);
      clock.forward(3);
      progress.stepDone();
    }
    assertThat(lines)
        .startsWith(
            "ran the case c4: 4 of 40 cases done, 10 %, about 2 min left",
            "ran the case c8: 8 of 40 cases done, 20 %, about 96 s left",
            "ran the case c12: 12 of 40 cases done, 30 %, about 84 s left")
        .hasSize(9)
        .last()
        .isEqualTo("ran the case c36: 36 of 40 cases done, 90 %, about 12 s left");
  }

  @Test
  void tasksAreToldOfAnActivityThatIsLong() {
    progress.steps(3, "aggregation");
    progress.begin("computed daily");
    progress.tasks(progress.activity(), 0, 200);
    clock.forward(12);
    progress.tasks(progress.activity(), 30, 0);
    clock.forward(12);
    progress.tasks(progress.activity(), 30, 0);
    progress.stepDone();
    progress.begin("computed monthly");
    clock.forward(5);
    progress.tasks(progress.activity(), 0, 100);
    clock.forward(6);
    progress.tick();
    assertThat(lines)
        .containsExactly(
            "computed daily: 30 of 200 tasks done, 15 %, about 68 s left; 0 of 3 aggregations done, 0 %",
            "computed daily: 60 of 200 tasks done, 30 %, about 56 s left; 0 of 3 aggregations done, 0 %",
            "computed monthly: 0 of 100 tasks done, 0 %; 1 of 3 aggregations done, 33 %, about 70 s left");
  }

  @Test
  void whatIsCountedIsBetterThanTasks() {
    progress.begin("read from Kafka");
    progress.tasks(progress.activity(), 1, 2);
    clock.forward(3_600);
    progress.done(1_000_000, 3_000_000, "offset");
    assertThat(lines)
        .containsExactly(
            "read from Kafka: 1000000 of 3000000 offsets done, 33 %, about 2 h 0 min left");
  }

  @Test
  void tasksOfAnEarlierActivityDoNotCount() {
    progress.begin("opened files");
    long opening = progress.activity();
    progress.tasks(opening, 0, 10);
    progress.begin("wrote rows");
    progress.tasks(opening, 10, 0);
    clock.forward(10);
    progress.tasks(opening, 0, -1);
    assertThat(lines).containsExactly("wrote rows: under way for 10 s");
  }

  @Test
  void oneTaskIsNoTasks() {
    progress.begin("wrote rows");
    progress.tasks(progress.activity(), 0, 1);
    clock.forward(10);
    progress.tick();
    assertThat(lines).containsExactly("wrote rows: 0 of 1 task done, 0 %");
  }

  @Test
  void whatIsGoneOverIsCounted() {
    progress.begin("looked for new files");
    clock.forward(60);
    for (int file : progress.each(numbers(25), "file", "found movable")) {
      clock.forward(file == 1 ? 5 : 1);
    }
    clock.forward(10);
    progress.tick();
    assertThat(lines)
        .containsExactly(
            "looked for new files: 0 of 25 files found movable, 0 %",
            "looked for new files: 6 of 25 files found movable, 24 %, about 31 s left",
            "looked for new files: 16 of 25 files found movable, 64 %, about 11 s left",
            "looked for new files: under way for 99 s");
  }

  @Test
  void noTimeIsToldByLessThanTenSeconds() {
    progress.begin("compared log, tables and files");
    clock.forward(8);
    for (int record : progress.each(numbers(1_000), "file", "of changes/ read")) {
      clock.forward(record < 3 ? 1 : 0);
    }
    assertThat(lines)
        .containsExactly("compared log, tables and files: 2 of 1000 files of changes/ read, 0 %");
  }

  @Test
  void theInnermostLoopIsTold() {
    progress.begin("read what is published");
    for (int note : progress.each(numbers(2), "file", "of batches/ read")) {
      for (int file : progress.each(numbers(4), "file", "of batch " + note + " looked for")) {
        assertThat(file).isBetween(1, 4);
        clock.forward(5);
      }
    }
    assertThat(lines)
        .containsExactly(
            "read what is published: 2 of 4 files of batch 1 looked for, 50 %, about 10 s left",
            "read what is published: under way for 20 s",
            "read what is published: 2 of 4 files of batch 2 looked for, 50 %, about 10 s left",
            "read what is published: under way for 40 s");
  }

  @Test
  void aLoopThatIsLeftIsForgottenWithItsStep() {
    progress.steps(3, "table");
    progress.begin("compared log, tables and files");
    for (int version : progress.each(numbers(9), "version", "of sales compared")) {
      if (version == 2) {
        break;
      }
    }
    progress.stepDone();
    clock.forward(30);
    progress.tick();
    assertThat(lines)
        .containsExactly(
            "compared log, tables and files: 1 of 3 tables done, 33 %, about 60 s left");
  }

  @Test
  void aListingCountsWhatItHasSoFar() {
    progress.begin("looked for new files");
    try (Progress.Listing landing = progress.listing("landing/")) {
      for (int folder = 0; folder < 4; folder++) {
        try (Progress.Listing part = progress.listing("2026-01-0" + folder + "/")) {
          for (int file = 0; file < 50_000; file++) {
            part.listed();
          }
          clock.forward(6);
          part.listed();
        }
      }
      landing.listed();
    }
    clock.forward(10);
    progress.tick();
    assertThat(lines)
        .containsExactly(
            "looked for new files: listed 100002 files of landing/ so far",
            "looked for new files: listed 200004 files of landing/ so far",
            "looked for new files: under way for 34 s");
  }

  private static List<Integer> numbers(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }
}
