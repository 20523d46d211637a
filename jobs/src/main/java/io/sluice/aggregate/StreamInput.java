// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.pipeline.Streaming;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the query of a stream finds under the name of the transformed table.
 *
 * @param streaming its directives
 */
public record StreamInput(Streaming streaming) {

  /** The rows of a streaming source, with their watermark, and each once if that is wanted. */
  Dataset<Row> arriving(Dataset<Row> rows) {
    Dataset<Row> marked =
        streaming
            .watermark()
            .map(mark -> rows.withWatermark(mark.column(), mark.delay().toSeconds() + " seconds"))
            .orElse(rows);
    return streaming.deduplicated().isEmpty()
        ? marked
        : marked.dropDuplicatesWithinWatermark(columns());
  }

  /** All rows at once, of which none is late: what a stream finds where there are no others. */
  public Dataset<Row> whole(Dataset<Row> rows) {
    return streaming.deduplicated().isEmpty() ? rows : rows.dropDuplicates(columns());
  }

  private String[] columns() {
    return streaming.deduplicated().toArray(String[]::new);
  }
}
