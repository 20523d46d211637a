// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import io.sluice.preview.PreviewedRecord.Becomes;
import io.sluice.preview.PreviewedRecord.Reason;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import io.sluice.text.FittedTable;
import io.sluice.text.WrappedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Shows a preview to people: three tables, or where their columns have no room side by side one
 * record below the other.
 */
record PreviewText(Preview preview) {
  private static final String NULL = "null";
  private static final String INDENT = "  ";

  /** A longer value is cut before the columns give up their places. */
  private static final int MOST_OF_A_CELL = 40;

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    preview.first().rejection().ifPresent(why -> lines.addAll(rejected(why)));
    preview
        .first()
        .extraColumns()
        .ifPresent(
            names ->
                lines.addAll(
                    WrappedText.of("left out, as the schema has no such columns: " + names)));
    if (preview.records().isEmpty()) {
      return lines;
    }
    FittedTable records = records();
    FittedTable rows = rows();
    lines.addAll(records.isFlat() && rows.isFlat() ? flat(records, rows) : upright());
    boolean isUnfit = preview.records().stream().anyMatch(each -> !each.unfit().isEmpty());
    if (isUnfit) {
      lines.addAll(List.of("", "! marks text that is no value of its column's type"));
    }
    if (preview.number(Becomes.LOST) > 0) {
      lines.add("");
      lines.addAll(
          WrappedText.of(
              "A record without a row would hold up its batch: use explode_outer, or a rule that quarantines it"));
    }
    return lines;
  }

  private static List<String> rejected(String why) {
    return WrappedText.of("The file would be rejected: " + Escaped.escaped(why));
  }

  private List<String> flat(FittedTable records, FittedTable rows) {
    List<String> lines = new ArrayList<>(List.of("Its first " + shown()));
    lines.addAll(records.flat());
    List<String> reasons = new ArrayList<>();
    int width = Long.toString(preview.records().size()).length();
    for (PreviewedRecord record : preview.records()) {
      String number = ("%-" + width + "d  ").formatted(record.number());
      record.reasons().forEach(why -> reasons.addAll(reason(number, why)));
      record
          .text()
          .ifPresent(
              text ->
                  reasons.addAll(upright(" ".repeat(width + 2), List.of("text"), List.of(text))));
    }
    if (!reasons.isEmpty()) {
      lines.addAll(List.of("", "Why records are quarantined"));
      lines.addAll(reasons);
    }
    if (preview.number(Becomes.KEPT) > 0) {
      lines.addAll(List.of("", "Rows for " + preview.table()));
      lines.addAll(rows.flat());
    }
    return lines;
  }

  /** Text such as "20 of 1000 records". */
  private String shown() {
    String records = Counted.of(preview.records().size(), "record");
    return preview.first().records().isPresent()
            && preview.first().records().getAsLong() > preview.records().size()
        ? "%d of %d records"
            .formatted(preview.records().size(), preview.first().records().getAsLong())
        : records;
  }

  private List<String> upright() {
    List<String> lines = new ArrayList<>(List.of("Its first " + shown()));
    for (PreviewedRecord record : preview.records()) {
      lines.add("");
      lines.add(
          "record %d%s: %s"
              .formatted(
                  record.number(),
                  record.line().isPresent() ? ", line " + record.line().getAsLong() : "",
                  becomes(record)));
      record.reasons().forEach(why -> lines.addAll(reason(INDENT, why)));
      lines.addAll(
          record.text().isPresent()
              ? upright(INDENT, List.of("text"), List.of(record.text().get()))
              : upright(INDENT, preview.sourceColumns(), typed(record)));
      for (ShownRow row : record.rows()) {
        lines.add(INDENT + "-> " + preview.table());
        lines.addAll(upright(INDENT + "   ", preview.tableColumns(), texts(row)));
      }
    }
    return lines;
  }

  private static List<String> upright(String indent, List<String> header, List<String> row) {
    return FittedTable.upright(FittedTable.WIDTH, indent, header, row);
  }

  private static FittedTable table(List<String> first, List<String> others) {
    return new FittedTable(FittedTable.WIDTH, MOST_OF_A_CELL, together(first, others));
  }

  private FittedTable records() {
    boolean hasLines = preview.records().stream().anyMatch(each -> each.line().isPresent());
    List<String> first =
        hasLines ? List.of("record", "line", "becomes") : List.of("record", "becomes");
    FittedTable table = table(first, preview.sourceColumns());
    for (PreviewedRecord record : preview.records()) {
      List<String> cells = new ArrayList<>(List.of("" + record.number()));
      if (hasLines) {
        cells.add(record.line().isPresent() ? "" + record.line().getAsLong() : "");
      }
      cells.add(becomes(record));
      table.add(
          together(
              cells,
              record.text().isPresent()
                  ? Collections.nCopies(preview.sourceColumns().size(), "")
                  : typed(record)));
    }
    return table;
  }

  private FittedTable rows() {
    FittedTable table = table(List.of("record"), preview.tableColumns());
    for (PreviewedRecord record : preview.records()) {
      record.rows().forEach(row -> table.add(together(List.of("" + record.number()), texts(row))));
    }
    return table;
  }

  private static String becomes(PreviewedRecord record) {
    return record.duplicateOf().isPresent()
        ? "duplicate of " + record.duplicateOf().getAsLong()
        : record.becomes().label();
  }

  private static List<String> reason(String before, Reason why) {
    String message = Escaped.escaped(why.message());
    return WrappedText.of(
        before,
        message.startsWith(why.code()) ? message : Escaped.escaped(why.code()) + ": " + message);
  }

  private List<String> typed(PreviewedRecord record) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < preview.sourceColumns().size(); i++) {
      String unfit = record.unfit().get(preview.sourceColumns().get(i));
      texts.add(unfit == null ? shown(record.typed().texts().get(i)) : "!" + unfit);
    }
    return texts;
  }

  private static List<String> texts(ShownRow row) {
    return row.texts().stream().map(PreviewText::shown).toList();
  }

  private static String shown(String value) {
    return value == null ? NULL : value;
  }

  private static List<String> together(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
