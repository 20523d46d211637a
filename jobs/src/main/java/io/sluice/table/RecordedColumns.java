// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that the rows of a table have, by its changes, one after the other. New columns may
 * come beside rows that stay, and are null in these. Other columns come with the replacement of
 * every row; where rows stayed, they kept theirs, regardless of the change's.
 */
public final class RecordedColumns {
  private final Set<String> live = new HashSet<>();
  private Optional<TableLayout> layout = Optional.empty();
  private Optional<Long> mistaken = Optional.empty();

  /**
   * Takes in the table's next change.
   *
   * @param number the change's
   */
  public void add(TableChange change, long number) {
    List<JsonNode> actions = change.parsed();
    actions.forEach(action -> live.remove(action.path("remove").path("path").asText()));
    for (JsonNode action : actions) {
      if (action.has("metaData")) {
        take(action.get("metaData"), number);
      }
    }
    actions.stream()
        .filter(action -> action.has("add"))
        .forEach(action -> live.add(action.path("add").path("path").asText()));
  }

  private void take(JsonNode table, long number) {
    StructType columns = (StructType) DataType.fromJson(table.path("schemaString").asText());
    List<String> partitions = new ArrayList<>();
    table.path("partitionColumns").forEach(column -> partitions.add(column.asText()));
    boolean fits =
        layout.isPresent()
            && Columns.differencesButNew(layout.get().schema(), columns, "the table").isEmpty()
            && layout.get().partitionedBy().equals(partitions);
    if (live.isEmpty() || fits) {
      Optional<String> ordered =
          LiveFiles.ordered(
              table.path("configuration").path(LiveFiles.STATISTICS_COLUMNS).asText(null));
      layout = Optional.of(new TableLayout(columns, partitions, ordered));
      mistaken = Optional.empty();
    } else if (mistaken.isEmpty()) {
      mistaken = Optional.of(number);
    }
  }

  /** The layout that the rows have; empty where no change made the table. */
  public Optional<TableLayout> layout() {
    return layout;
  }

  /** The first change since that gave the table others, though rows stayed. */
  public Optional<Long> mistaken() {
    return mistaken;
  }
}
