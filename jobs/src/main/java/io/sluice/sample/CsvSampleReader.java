// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.column.Values;
import io.sluice.format.csv.CsvRecords;
import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.Format;
import io.sluice.pipeline.NumberSeparators;
import io.sluice.record.FieldFaults;
import io.sluice.sample.Sample.Remark;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads samples of CSV: finds out how they are written, then reads them as files are that land. */
final class CsvSampleReader implements SampleReader {
  @Override
  public boolean takes(byte[] head) {
    return true;
  }

  @Override
  public Sample read(Storage storage, Path file, Optional<String> recordsPath) {
    SampleBytes bytes = SampleBytes.of(storage, file, Set.of(), "CSV");
    SampleProblems problems = new SampleProblems(file);
    Encoding encoding = Encoding.of(bytes.bytes());
    if (encoding.text().isBlank()) {
      throw problems.empty();
    } else if (encoding.text().indexOf('\n') < 0 && encoding.text().strip().indexOf('\r') >= 0) {
      throw problems.of("its lines end with CR alone; end them with LF or CRLF");
    }
    Dialect dialect = Dialect.of(encoding.text(), encoding.charset());
    CsvRecords records =
        CsvRecords.of(encoding.text(), dialect.options(), SampleBytes.MOST_RECORDS + 1);
    new HeaderCheck(problems, dialect).check(records);
    boolean isWhole = bytes.isWhole() && records.rows().size() <= SampleBytes.MOST_RECORDS;
    UsableRows rows = UsableRows.of(records, SampleBytes.MOST_RECORDS, bytes.isWhole());
    if (rows.rows().isEmpty()) {
      throw problems.onlyBroken(encoding.text().indexOf(0) >= 0);
    }
    return sample(encoding, dialect, records, rows, isWhole);
  }

  private static Sample sample(
      Encoding encoding, Dialect dialect, CsvRecords records, UsableRows usable, boolean isWhole) {
    int names = records.header().size();
    List<List<String>> rows = usable.rows();
    List<Values> columns = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      int column = i;
      columns.add(new Values(rows.stream().map(row -> row.get(column)).toList()));
    }
    Optional<NullText> nothing = NullText.of(columns);
    nothing.ifPresent(none -> columns.replaceAll(values -> values.without(none.text()::equals)));
    NumberStyle numbers =
        NumberStyle.of(columns.stream().map(each -> each.without(NullText::isOne)).toList());
    CsvOptions options =
        with(dialect.options(), nothing.map(NullText::text).orElse(""), numbers.separators());
    Map<String, Remark> remarks = new LinkedHashMap<>();
    remarks.put("delimiter", delimiter(dialect, names));
    remarks.put("encoding", encoding.remark());
    nothing.ifPresent(none -> remarks.put("null-value", new Remark(none.text(), none.why())));
    if (!numbers.why().isEmpty()) {
      boolean isGroup =
          numbers.separators().decimal().equals(".") && numbers.separators().hasGroups();
      remarks.put(
          isGroup ? "group" : "decimal",
          new Remark(
              isGroup ? numbers.separators().group() : numbers.separators().decimal(),
              numbers.why(),
              numbers.isDoubtful()));
    }
    remarks.putAll(usable.remarks());
    List<SampleField> fields = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      fields.add(SampleField.of(records.header().get(i), columns.get(i)));
    }
    return new Sample(
        Format.CSV,
        options,
        fields,
        List.of(),
        rows.size(),
        isWhole,
        remarks,
        Optional.of((schema, record) -> raw(fields, schema, record)));
  }

  private static Remark delimiter(Dialect dialect, int names) {
    String value = String.valueOf(dialect.options().delimiter());
    return names == 1
        ? new Remark(value, "no delimiter divides the lines, so that there is one column", true)
        : new Remark(
            value,
            dialect.alike() == dialect.looked()
                ? "with it each line has %d values, as the first has names".formatted(names)
                : "with it %d of %d lines have %d values, as the first has names"
                    .formatted(dialect.alike(), dialect.looked(), names));
  }

  private static CsvOptions with(CsvOptions options, String nullValue, NumberSeparators numbers) {
    return new CsvOptions(
        options.delimiter(),
        options.quote(),
        options.escape(),
        options.encoding(),
        nullValue,
        options.multiLine(),
        numbers);
  }

  /** The fields' texts, and nothing wrong with the line. */
  private static InternalRow raw(List<SampleField> fields, StructType schema, int record) {
    Map<String, Values> byName = new HashMap<>();
    fields.forEach(field -> byName.put(field.name(), field.texts()));
    Object[] row = new Object[schema.length() + 2];
    for (int i = 0; i < schema.length(); i++) {
      String text = byName.get(schema.fieldNames()[i]).of(record);
      row[i] = text == null ? null : UTF8String.fromString(text);
    }
    row[schema.length() + 1] = FieldFaults.FIT;
    return new GenericInternalRow(row);
  }
}
