// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.progress.Progress;
import io.sluice.testing.SetClock;
import io.sluice.testing.SparkSessionExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkSessionExtension.class)
class TaskProgressTest {
  private final SparkSession spark;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  TaskProgressTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void tellsTheShareOfTasksThatAreDone() throws Exception {
    SparkContext context = spark.sparkContext();
    // A look at the clock takes it ten seconds further: a line whenever anything happens.
    Progress progress = new Progress(new SetClock(Duration.ofSeconds(10)), lines::add);
    TaskProgress tasks = new TaskProgress();
    tasks.follow(context, progress);
    progress.begin("computed daily");
    try {
      spark.range(0, 100, 1, 4).repartition(2).count();
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(tasks);
    }

    assertThat(lines).first().asString().matches("computed daily: 0 of \\d tasks done, 0 %");
    assertThat(lines).last().asString().matches("computed daily: (\\d) of \\1 tasks done so far");
    assertThat(lines).anyMatch(line -> line.matches(".* [1-9]\\d %, about \\d+ (s|min) left"));
  }

  @Test
  void anotherRunIsToldFromThenOn() throws Exception {
    SparkContext context = spark.sparkContext();
    List<String> none = new ArrayList<>();
    TaskProgress tasks = new TaskProgress();
    tasks.follow(context, new Progress(new SetClock(), none::add));
    Progress progress = new Progress(new SetClock(Duration.ofSeconds(10)), lines::add);
    progress.begin("computed daily");
    tasks.follow(context, progress);
    try {
      spark.range(10).count();
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(tasks);
    }
    assertThat(none).isEmpty();
    assertThat(lines).isNotEmpty();
  }
}
