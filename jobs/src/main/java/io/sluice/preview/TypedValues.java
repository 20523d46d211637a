// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Source;
import io.sluice.record.RecordFields;
import io.sluice.spark.RowBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The values of some records, typed as every job types them.
 *
 * @param rows each record's values
 * @param unfit of each record, by column, the texts that are no values of their types
 * @param lines the whole record where it couldn't be taken apart
 */
record TypedValues(
    List<ShownRow> rows, List<Map<String, String>> unfit, List<Optional<String>> lines) {
  private static final String NUMBER = "_number";

  static TypedValues of(SparkSession spark, Source source, FirstRecords records) {
    RecordFields fields = SourceFormats.of(source).typing().fields();
    List<String> names = List.of(source.schema().fieldNames());
    StructType schema = source.schema().asNullable();
    RowBytes.Packer packer = new RowBytes(schema).packer();
    List<byte[]> typed = new ArrayList<>();
    List<Map<String, String>> unfit = new ArrayList<>();
    List<Optional<String>> lines = new ArrayList<>();
    for (byte[] bytes : records.rows()) {
      UnsafeRow raw = records.bytes().row(bytes);
      Object[] values = new Object[names.size()];
      fields.type(raw, values);
      Optional<String> line = Optional.ofNullable(fields.line(raw)).map(UTF8String::toString);
      typed.add(packer.bytes(new GenericInternalRow(values)));
      lines.add(line.map(text -> shown(source, text)));
      unfit.add(line.isPresent() ? Map.of() : unfit(source, fields, raw, values));
    }
    List<ShownRow> rows =
        ShownRow.byRecord(
                FirstRecords.numbered(spark, new RowBytes(schema), typed, NUMBER),
                names,
                NUMBER,
                source.personal())
            .values()
            .stream()
            .map(each -> each.get(0))
            .toList();
    return new TypedValues(rows, unfit, lines);
  }

  private static Map<String, String> unfit(
      Source source, RecordFields fields, UnsafeRow raw, Object[] values) {
    Map<String, String> texts = new TreeMap<>();
    String[] names = source.schema().fieldNames();
    for (int i = 0; i < values.length; i++) {
      UTF8String text = values[i] == null ? fields.text(raw, i) : null;
      if (text != null && !text.toString().isBlank()) {
        boolean isHidden = source.personal().contains(names[i]);
        texts.put(names[i], isHidden ? ShownRow.HIDDEN : text.toString());
      }
    }
    return texts;
  }

  private static String shown(Source source, String line) {
    return source.personal().isEmpty()
        ? line
        : "(hidden: it may hold the personal " + String.join(", ", source.personal()) + ")";
  }
}
