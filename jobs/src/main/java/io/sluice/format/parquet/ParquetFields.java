// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.pipeline.Source;
import io.sluice.record.FieldFault;
import io.sluice.record.RecordFields;
import io.sluice.spark.NestedText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/** Fields of raw rows whose values are typed already, with what was found while they were read. */
final class ParquetFields implements RecordFields {
  private static final long serialVersionUID = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final String[] names;
  private final DataType[] types;
  private final boolean[] required;
  private final ValueTexts[] texts;

  ParquetFields(Source source) {
    StructField[] fields = source.schema().fields();
    this.names = source.schema().fieldNames();
    this.types = Arrays.stream(fields).map(StructField::dataType).toArray(DataType[]::new);
    this.texts = Arrays.stream(types).map(ValueTexts::new).toArray(ValueTexts[]::new);
    this.required = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      required[i] = !fields[i].nullable();
    }
  }

  @Override
  public boolean type(InternalRow record, Object[] values) {
    boolean fits = record.isNullAt(names.length);
    for (int i = 0; i < names.length; i++) {
      if (record.isNullAt(i)) {
        values[i] = null;
        fits &= !required[i];
      } else {
        values[i] = texts[i].value(record, i);
      }
    }
    return fits;
  }

  @Override
  public UTF8String line(InternalRow record) {
    return null;
  }

  @Override
  public int unfit(InternalRow record) {
    return 0;
  }

  @Override
  public UTF8String text(InternalRow record, int field) {
    if (!record.isNullAt(field)) {
      return texts[field].text(texts[field].value(record, field));
    }
    return found(record).stream()
        .filter(fault -> fault.path().equals(names[field]) && !fault.text().isEmpty())
        .map(fault -> UTF8String.fromString(fault.text()))
        .findFirst()
        .orElse(null);
  }

  private List<Fault> found(InternalRow record) {
    return record.isNullAt(names.length)
        ? List.of()
        : Fault.read(record.getUTF8String(names.length));
  }

  @Override
  public UTF8String record(InternalRow record) {
    StringWriter written = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(written)) {
      json.writeStartObject();
      for (int i = 0; i < names.length; i++) {
        json.writeFieldName(names[i]);
        boolean isBare = NestedText.isNested(types[i]) && !record.isNullAt(i);
        write(json, text(record, i), isBare);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return UTF8String.fromString(written.toString());
  }

  private static void write(JsonGenerator json, UTF8String text, boolean isBare)
      throws IOException {
    if (text == null) {
      json.writeNull();
    } else if (isBare) {
      json.writeRawValue(text.toString());
    } else {
      json.writeString(text.toString());
    }
  }

  @Override
  public List<FieldFault> faults(InternalRow record, int unfit) {
    List<Fault> found = found(record);
    List<FieldFault> faults = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      List<Fault> own = found.stream().filter(fault -> fault.isOf(name)).toList();
      if (own.isEmpty() && required[i] && record.isNullAt(i)) {
        faults.add(FieldFault.missing(name));
      }
      own.forEach(fault -> faults.add(fault.reason()));
    }
    return faults;
  }
}
