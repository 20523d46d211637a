// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import io.sluice.pipeline.SqlName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Layout of a relation's Delta table, as it is first made.
 *
 * @param schema its columns, all nullable, and all that is in them: what may be null is decided by
 *     the pipeline's rules, and Delta would check it row by row again
 * @param partitionedBy the columns whose values name its folders
 * @param ordered the column by which its rows are spread over its files, if there is one: each file
 *     says from which value to which it has rows
 */
public record TableLayout(StructType schema, List<String> partitionedBy, Optional<String> ordered) {
  /**
   * Delta writes a checkpoint of its log at every such version, which keeps the run that makes it
   * for 3 s a table. It is rare because maintain writes one before.
   */
  private static final Map<String, String> RARE_CHECKPOINTS =
      Map.of("delta.checkpointInterval", "256");

  /**
   * Row counts only. Minimum and maximum of each column cost a tenth of a transform; partition
   * values prune by date without them.
   */
  private static final Map<String, String> COUNTED =
      Map.of("delta.dataSkippingNumIndexedCols", "0");

  public TableLayout {
    schema = nullable(schema);
    partitionedBy = List.copyOf(partitionedBy);
  }

  /** A table whose files are found by partition, or are all read. */
  public TableLayout(StructType schema, List<String> partitionedBy) {
    this(schema, partitionedBy, Optional.empty());
  }

  /** Properties that Delta has to know beside the columns. */
  Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>(RARE_CHECKPOINTS);
    properties.putAll(
        ordered
            .map(column -> Map.of(LiveFiles.STATISTICS_COLUMNS, SqlName.quoted(column)))
            .orElse(COUNTED));
    return properties;
  }

  private static StructType nullable(StructType schema) {
    StructType nullable = new StructType();
    for (StructField field : schema.fields()) {
      nullable = nullable.add(field.name(), field.dataType().asNullable(), true /* nullable */);
    }
    return nullable;
  }
}
