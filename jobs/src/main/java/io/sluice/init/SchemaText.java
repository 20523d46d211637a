// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import io.sluice.guess.PipelineGuess;
import io.sluice.guess.types.FieldGuess;
import io.sluice.guess.types.SchemaType;
import io.sluice.pipeline.SqlName;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The schema of a guessed pipeline, a column a line, each with the evidence for its type. */
record SchemaText(PipelineGuess guess) {
  /** Names and types are aligned up to this width. */
  private static final int WIDEST = 30;

  static boolean has(StructType schema, String type) {
    return SchemaType.of(schema).matches(".*\\b" + type + "\\b.*");
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (guess.source().schema().forall(StructField::nullable)) {
      lines.add("-- Nothing is NOT NULL, which would quarantine records that lack it.");
    } else {
      lines.add("-- NOT NULL: the sample always has it, and a record without it is quarantined.");
    }
    StructField[] fields = guess.source().schema().fields();
    int names = widest(fields, true);
    int types = widest(fields, false);
    for (int i = 0; i < fields.length; i++) {
      FieldGuess field = guess.fields().get(i);
      String comma = i == fields.length - 1 ? "" : ",";
      String column =
          padded(SqlName.of(fields[i].name()), names)
              + " "
              + padded(type(fields[i]) + comma, types + 1);
      lines.add(column + " -- " + Comment.of(note(field)));
      field.whyOfParts().forEach(note -> lines.add("--   " + Comment.of(note)));
    }
    return lines;
  }

  private static String note(FieldGuess field) {
    String mark = field.isDoubtful() ? "CHECK: " : "";
    int missing = field.texts().missing();
    return mark
        + field.why()
        + (field.whyOfParts().isEmpty() ? "" : ":")
        + (missing == 0 || field.texts().isEmpty()
            ? ""
            : "; %d of %d are missing".formatted(missing, field.texts().size()));
  }

  private static String type(StructField field) {
    return SchemaType.of(field.dataType()) + (field.nullable() ? "" : " NOT NULL");
  }

  private static int widest(StructField[] fields, boolean names) {
    int widest = 0;
    for (StructField field : fields) {
      int length = (names ? SqlName.of(field.name()) : type(field)).length();
      widest = length <= WIDEST ? Math.max(widest, length) : widest;
    }
    return widest;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
