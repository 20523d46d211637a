// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.testing.SparkSessionExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SparkSessionExtension.class)
class ElementsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final List<Integer> NUMBERS = IntStream.range(0, 10_000).boxed().toList();

  private final JavaSparkContext spark;

  ElementsTest(SparkSession spark) {
    this.spark = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  static Stream<Function<JavaRDD<Integer>, Elements<Integer>>> kinds() {
    return Stream.of(TaskPipe::new, PartitionsAhead::new);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void givesEveryElementOnce(Function<JavaRDD<Integer>, Elements<Integer>> kind) {
    List<Integer> taken = new ArrayList<>();
    // Of 13 partitions some are empty.
    JavaRDD<Integer> numbers =
        spark.parallelize(NUMBERS, 13).filter(number -> number < 1_000 || number > 7_000);
    try (Elements<Integer> elements = kind.apply(numbers)) {
      elements.forEachRemaining(taken::add);
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(numbers.collect());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void tellsWhatKeptTasksFromMakingThem(Function<JavaRDD<Integer>, Elements<Integer>> kind) {
    JavaRDD<Integer> numbers = spark.parallelize(NUMBERS, 4).map(number -> 100 / (9_000 - number));
    try (Elements<Integer> elements = kind.apply(numbers)) {
      assertThatThrownBy(() -> elements.forEachRemaining(each -> {}))
          .hasStackTraceContaining("java.lang.ArithmeticException: / by zero");
    }
  }

  /** Else a target that fails would leave tasks blocked on it, on all cores. */
  @ParameterizedTest
  @MethodSource("kinds")
  void endsTasksWhoseElementsNobodyTakes(Function<JavaRDD<Integer>, Elements<Integer>> kind) {
    try (Elements<Integer> elements = kind.apply(spark.parallelize(NUMBERS, 4))) {
      assertThat(elements.next()).isIn(NUMBERS);
    }
    assertTimeoutPreemptively(
        LONG, () -> assertThat(spark.parallelize(NUMBERS, 4).count()).isEqualTo(NUMBERS.size()));
  }
}
