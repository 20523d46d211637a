// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Files that are written and not committed, and the rows that any reader will find in them.
 *
 * @param change what committing them does
 */
record StagedRows(Table table, TableChange change, Dataset<Row> rows) {

  /** A change of a table that appends these files, and makes the table where there is none. */
  static StagedRows of(Table table, TableLayout layout, StagedFiles... staged) {
    TableChange change = table.append(List.of(staged), layout);
    return new StagedRows(table, change, table.stagedRows(change, layout));
  }
}
