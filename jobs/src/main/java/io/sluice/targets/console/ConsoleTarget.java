// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.console;

import io.sluice.pipeline.Destination;
import io.sluice.spark.RowTexts;
import io.sluice.targets.Mark;
import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import io.sluice.targets.Target;
import io.sluice.targets.TargetContext;
import io.sluice.text.Counted;
import io.sluice.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stdout: the first rows of each shipment, for a look. It holds nothing. */
public record ConsoleTarget(Destination.Console destination, TargetContext context)
    implements Target {
  private static final String NULL = "null";

  @Override
  public String title() {
    return "the console";
  }

  @Override
  public Optional<Mark> mark(Optional<Mark> logged) {
    return logged;
  }

  @Override
  public Receipt take(Shipment shipment) {
    String[] columns = shipment.rows().columns();
    List<List<String>> rows =
        RowTexts.of(shipment.rows().limit(destination.rows() + 1), List.of(columns));
    TextTable table = new TextTable(columns);
    for (List<String> row : rows.subList(0, Math.min(rows.size(), destination.rows()))) {
      table.add(row.stream().map(each -> each == null ? NULL : each).toArray(String[]::new));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add(
        Counted.of(table.size(), "row") + (rows.size() > table.size() ? ", there are more" : ""));
    context.show().accept(lines);
    return new Receipt(table.size(), 0);
  }

  @Override
  public void close() {}
}
