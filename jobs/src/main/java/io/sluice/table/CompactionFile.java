// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.text.Json;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;

/**
 * Data file as compaction sees it: all that decides whether it becomes one with others.
 *
 * @param partition the files of one partition have the same
 * @param rows very many where that isn't known
 * @param least the least value of the column that files have ranges of, as text: dates and times
 *     have that order. Empty where there is no such column
 */
record CompactionFile(String path, String partition, long size, long rows, String least) {
  /**
   * @param add Delta's action, which says what is in a file
   * @param ordered the column that files have ranges of
   */
  static CompactionFile of(JsonNode add, Optional<String> ordered) {
    JsonNode statistics = Json.parse(add.path("stats").asText("{}"));
    return new CompactionFile(
        add.path("path").asText(),
        add.path("partitionValues").toString(),
        add.path("size").asLong(),
        statistics.path("numRecords").asLong(Long.MAX_VALUE),
        ordered.map(column -> statistics.path("minValues").path(column).asText()).orElse(""));
  }

  /** A file of a table that has no such column. */
  static CompactionFile of(FileStatus file) {
    return new CompactionFile(
        file.getPath().toString(),
        file.getPath().getParent().toString(),
        file.getLen(),
        Long.MAX_VALUE,
        "");
  }
}
