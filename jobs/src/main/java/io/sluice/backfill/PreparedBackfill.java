// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.DateRange;
import io.sluice.change.RecordSummary;
import io.sluice.publish.Audit;
import io.sluice.relation.LedgerEntry;
import io.sluice.table.StagedFiles;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Dates that were computed afresh and audited, and that readers can't see yet. It holds for as long
 * as nothing that it was made from has changed, and can then be put on top of other changes.
 *
 * @param rows the dates' rows of the transformed table, where no reader sees them
 * @param gone {@code id} of the rows of quarantine that it takes away
 * @param quarantined the rows of quarantine in their place
 * @param files the rows of the ledger that are others now, instead of those of the same files
 * @param records of the dates
 * @param audit of the dates' rows and of the ledger
 */
record PreparedBackfill(
    DateRange range,
    StagedFiles rows,
    Dataset<Row> gone,
    Dataset<Row> quarantined,
    List<LedgerEntry> files,
    RecordSummary records,
    Audit audit) {}
