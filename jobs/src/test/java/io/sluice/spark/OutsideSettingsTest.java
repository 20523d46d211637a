// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideSettingsTest {
  private static final Map<String, String> FIXED = Map.of("spark.sql.session.timeZone", "UTC");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.timestampType",
        "spark.sql.ansi.enforceReservedKeywords",
        "spark.sql.storeAssignmentPolicy",
        "spark.sql.parquet.outputTimestampType",
        "spark.sql.parquet.fieldId.write.enabled",
        "spark.sql.legacy.castComplexTypesToString.enabled",
        "spark.sql.legacy.sizeOfNull",
        "spark.sql.mapKeyDedupPolicy",
        "spark.sql.decimalOperations.allowPrecisionLoss",
        "spark.sql.charVarcharCodegen",
        "spark.sql.readSideCharPadding",
        "spark.sql.optimizer.excludedRules",
        "spark.sql.adaptive.optimizer.excludedRules",
        "spark.sql.catalogImplementation",
        "spark.sql.defaultCatalog",
        "spark.sql.catalog.spark_catalog",
        "spark.sql.catalog.lake",
        "spark.sql.sources.default",
        "spark.sql.sources.partitionOverwriteMode",
        "spark.sql.sources.partitionColumnTypeInference.enabled",
        "spark.sql.files.ignoreInvalidPartitionPaths",
        "spark.sql.files.maxRecordsPerFile",
        "spark.sql.streaming.multipleWatermarkPolicy",
        "spark.sql.streaming.checkpointLocation",
        "spark.sql.variable.substitute",
        "spark.sql.setting.of.a.later.release",
        "spark.databricks.delta.properties.defaults.columnMapping.mode",
        "spark.databricks.delta.properties.defaults.appendOnly",
        "spark.databricks.delta.autoCompact.enabled",
        "spark.databricks.delta.schema.autoMerge.enabled",
        "spark.databricks.setting",
        "spark.files.ignoreCorruptFiles",
        "spark.kryo.registrationRequired",
        "spark.hadoop.mapreduce.input.linerecordreader.line.maxlength",
        "spark.hadoop.textinputformat.record.delimiter",
      })
  void whatTablesCouldDependOnIsLeftOut(String key) {
    assertThat(left(key, "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.shuffle.partitions",
        "spark.sql.adaptive.enabled",
        "spark.sql.adaptive.advisoryPartitionSizeInBytes",
        "spark.sql.codegen.wholeStage",
        "spark.sql.autoBroadcastJoinThreshold",
        "spark.sql.files.maxPartitionBytes",
        "spark.sql.files.minPartitionNum",
        "spark.sql.parquet.compression.codec",
        "spark.sql.streaming.checkpointFileManagerClass",
        "spark.sql.queryExecutionListeners",
        "spark.sql.warehouse.dir",
        "spark.databricks.delta.snapshotPartitions",
        "spark.delta.logStore.s3a.impl",
        "spark.executor.memory",
        "spark.kryoserializer.buffer.max",
        "spark.eventLog.dir",
        "spark.hadoop.fs.s3a.endpoint",
        "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version",
      })
  void whatChangesSpeedOrPlacesCounts(String key) {
    assertThat(left(key, "x")).containsExactly(key);
  }

  @Test
  void aFixedSettingStaysWhereItIsTheSame() {
    assertThat(left("spark.sql.session.timeZone", "UTC")).isNotEmpty();
    assertThat(left("spark.sql.session.timeZone", "Europe/Berlin")).isEmpty();
  }

  private static List<String> left(String key, String value) {
    SparkConf conf = new SparkConf(false /* nothing of this JVM's */).set(key, value);
    OutsideSettings.overrule(conf, FIXED);
    return Arrays.stream(conf.getAll()).map(setting -> setting._1()).toList();
  }
}
