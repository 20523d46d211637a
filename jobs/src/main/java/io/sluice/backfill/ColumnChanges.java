// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.table.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Ways in which a backfill changes the transformed table besides its rows.
 *
 * @param keyBefore the columns by which rows were told apart; empty where that isn't known
 */
record ColumnChanges(
    TableLayout before, TableLayout after, List<String> keyBefore, List<String> key) {

  /** Texts such as {@code weight INT is new}, in the order of the columns. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (StructField old : before.schema().fields()) {
      if (!List.of(after.schema().fieldNames()).contains(old.name())) {
        texts.add("%s %s is dropped".formatted(old.name(), old.dataType().sql()));
      } else {
        DataType now = after.schema().apply(old.name()).dataType();
        if (!DataType.equalsIgnoreNullability(old.dataType(), now)) {
          texts.add("%s %s -> %s".formatted(old.name(), old.dataType().sql(), now.sql()));
        }
      }
    }
    for (StructField now : after.schema().fields()) {
      if (!List.of(before.schema().fieldNames()).contains(now.name())) {
        texts.add("%s %s is new".formatted(now.name(), now.dataType().sql()));
      }
    }
    if (!keyBefore.isEmpty() && !Set.copyOf(keyBefore).equals(Set.copyOf(key))) {
      texts.add("key %s -> %s".formatted(keyBefore, key));
    }
    if (!before.partitionedBy().equals(after.partitionedBy())) {
      texts.add(
          "event-date %s -> %s"
              .formatted(before.partitionedBy().get(0), after.partitionedBy().get(0)));
    }
    return texts;
  }
}
