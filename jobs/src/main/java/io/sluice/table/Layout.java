package io.sluice.table;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How a relation's Delta table is laid out when it is first made.
 *
 * @param schema its columns, all nullable: what may be null is the pipeline's rules' business, and
 *     Delta would check it row by row again
 * @param partitionedBy the columns whose values name its folders
 */
public record Layout(StructType schema, List<String> partitionedBy) {
  /**
   * Row counts only. Minimum and maximum of each column cost a tenth of a transform; partition
   * values prune by date without them.
   */
  static final Map<String, String> PROPERTIES = Map.of("delta.dataSkippingNumIndexedCols", "0");

  public Layout {
    schema = nullable(schema);
    partitionedBy = List.copyOf(partitionedBy);
  }

  private static StructType nullable(StructType schema) {
    StructType nullable = new StructType();
    for (StructField field : schema.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true /* nullable */);
    }
    return nullable;
  }
}
