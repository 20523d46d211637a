// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Pipeline;
import io.sluice.storage.Storage;
import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.Pipelines;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every case in the folders of the pipelines, through the code that the jobs run. */
@ExtendWith(SparkSessionExtension.class)
class SqlCasesTest {
  private final SparkSession spark;

  SqlCasesTest(SparkSession spark) {
    this.spark = spark;
  }

  @TestFactory
  Stream<DynamicTest> transactions() {
    return cases(Pipelines.REAL, "transactions");
  }

  /** Their end-to-end test looks at the same figures. */
  @LongProof
  @TestFactory
  Stream<DynamicTest> orders() {
    return cases(Pipelines.REAL, "orders");
  }

  @TestFactory
  Stream<DynamicTest> events() {
    return cases(Pipelines.REAL, "events");
  }

  @TestFactory
  Stream<DynamicTest> readings() {
    return cases(Pipelines.OWN, "readings");
  }

  @TestFactory
  Stream<DynamicTest> devices() {
    return cases(Pipelines.OWN, "devices");
  }

  private Stream<DynamicTest> cases(Path root, String name) {
    Pipeline pipeline = PipelineFolder.load(root, name);
    SqlCases cases = new SqlCases(new Storage(new Configuration()), pipeline);
    assertThat(cases.names()).isNotEmpty();
    return cases.open(spark, cases.names()).stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(), () -> assertThat(each.differences()).isEmpty()));
  }
}
