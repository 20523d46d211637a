// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A landed file, read.
 *
 * @param rejected whether its header doesn't name the required columns
 */
record LandedFile(Landed file, boolean rejected, List<RawRecord> records, long blankLines) {

  static LandedFile read(Landed file) {
    List<String> lines = new ArrayList<>(file.lines());
    long blank = lines.stream().filter(Csv::isBlank).count();
    lines.removeIf(Csv::isBlank);
    if (lines.isEmpty()) {
      return new LandedFile(file, false, List.of(), blank);
    }
    List<String> header =
        Csv.values(lines.get(0).replace("\uFEFF", "")).stream()
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .toList();
    boolean rejected = !new LinkedHashSet<>(header).containsAll(RawRecord.REQUIRED);
    return rejected
        ? new LandedFile(file, true, List.of(), 0)
        : new LandedFile(
            file,
            false,
            lines.subList(1, lines.size()).stream()
                .map(line -> record(file, header, line))
                .toList(),
            blank);
  }

  /** The ledger's row, but for what names the run, and what became of the records. */
  Map<String, Object> ledgerRow() {
    Map<String, Object> row = new TreeMap<>();
    row.put("path", file.name());
    row.put("archived_path", "archive/%06d/%s".formatted(file.batch(), file.name()));
    row.put("size", file.size());
    row.put("modified_at", file.modifiedAt());
    row.put("batch_id", file.batch());
    row.put("status", rejected ? "rejected" : "ingested");
    row.put("rows_read", (long) records.size());
    row.put("rows_undated", records.stream().filter(record -> record.date() == null).count());
    row.put("lines_ignored", blankLines);
    return row;
  }

  private static RawRecord record(Landed file, List<String> header, String line) {
    List<String> values = Csv.values(line);
    Map<String, String> byColumn = new HashMap<>();
    for (int i = 0; i < Math.min(header.size(), values.size()); i++) {
      byColumn.put(header.get(i), values.get(i));
    }
    return new RawRecord(file, line, byColumn, values.size() == header.size());
  }
}
