// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.types.DataTypes.StringType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.pipeline.Source;
import io.sluice.record.FieldFault;
import io.sluice.record.FieldFaults;
import io.sluice.record.FieldText;
import io.sluice.record.FieldTyping;
import io.sluice.record.RecordFields;
import io.sluice.spark.NestedText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Types the fields of one raw record after the other, each by its own column, in a loop over them.
 * As expressions of a plan, one a field, they would cost more to plan than to evaluate where there
 * are a thousand, and Java would leave the code that Spark generates of them uncompiled.
 */
final class RecordTyper implements RecordFields {
  private static final long serialVersionUID = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final FieldTyping[] typings;
  private final String[] names;
  private final DataType[] rawTypes;
  private final DataType[] types;
  private final boolean[] required;
  private final boolean[] personal;
  private final FieldFaults faults;

  RecordTyper(Source source, FieldwiseTyping typing) {
    StructField[] fields = source.schema().fields();
    this.typings = Arrays.stream(fields).map(typing::typing).toArray(FieldTyping[]::new);
    this.names = source.schema().fieldNames();
    this.rawTypes = Arrays.stream(fields).map(typing::rawType).toArray(DataType[]::new);
    this.types = Arrays.stream(fields).map(StructField::dataType).toArray(DataType[]::new);
    this.required = new boolean[fields.length];
    this.personal = new boolean[fields.length];
    for (int i = 0; i < fields.length; i++) {
      required[i] = !fields[i].nullable();
      personal[i] = source.personal().contains(names[i]);
    }
    this.faults = new FieldFaults(source.maxFieldLength());
  }

  /** A field's raw value; null for none. */
  private Object raw(InternalRow record, int field) {
    if (record.isNullAt(field)) {
      return null;
    }
    return rawTypes[field].equals(StringType)
        ? record.getUTF8String(field)
        : record.get(field, rawTypes[field]);
  }

  /** The text of what {@link #raw} gave. */
  private UTF8String text(Object raw, int field) {
    return raw == null ? null : typings[field].text(raw);
  }

  private static boolean isBlank(UTF8String text) {
    return text == null || FieldText.start(text) == text.numBytes();
  }

  @Override
  public boolean type(InternalRow record, Object[] values) {
    boolean fits = true;
    for (int i = 0; i < typings.length; i++) {
      Object raw = raw(record, i);
      Object value = raw == null ? null : typings[i].value(raw);
      values[i] = value;
      if (value == null) {
        boolean isText = types[i].equals(StringType);
        fits &= !required[i] && (raw == null || isText || isBlank(text(raw, i)));
      }
    }
    return fits;
  }

  @Override
  public UTF8String line(InternalRow record) {
    return record.getUTF8String(names.length);
  }

  @Override
  public int unfit(InternalRow record) {
    return record.getInt(names.length + 1);
  }

  @Override
  public UTF8String text(InternalRow record, int field) {
    return text(raw(record, field), field);
  }

  /** The line where that couldn't be split, else the fields' texts as JSON. */
  @Override
  public UTF8String record(InternalRow record) {
    if (!record.isNullAt(names.length)) {
      return record.getUTF8String(names.length);
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (int i = 0; i < names.length; i++) {
        json.writeFieldName(names[i]);
        write(json, text(record, i), i);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return UTF8String.fromString(text.toString());
  }

  private void write(JsonGenerator json, UTF8String text, int field) throws IOException {
    if (text == null) {
      json.writeNull();
    } else if (NestedText.isNested(types[field])) {
      json.writeRawValue(text.toString());
    } else {
      json.writeString(text.toString());
    }
  }

  @Override
  public List<FieldFault> faults(InternalRow record, int unfit) {
    List<FieldFault> found = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      add(record, i, unfit, found);
    }
    return found;
  }

  private void add(InternalRow record, int field, int unfit, List<FieldFault> all) {
    Object raw = raw(record, field);
    UTF8String text = text(raw, field);
    boolean blank = isBlank(text);
    if (blank && required[field]) {
      all.add(FieldFault.missing(names[field]));
    }
    // Looked for in a field only where the record is known to have that fault somewhere.
    int found = unfit == FieldFaults.FIT || text == null ? 0 : faults.inUndecodable(text) & unfit;
    for (FieldFaults.Fault fault : FieldFaults.Fault.values()) {
      if ((found & fault.bit) != 0) {
        UTF8String message =
            FaultMessages.ofField(names[field], personal[field], fault, faults.maxLength())
                .fault(text);
        all.add(new FieldFault(fault.name().toLowerCase(Locale.ROOT), names[field], message));
      }
    }
    if (!blank && found == 0 && typings[field].value(raw) == null) {
      all.add(FieldFault.misfit(names[field], typings[field].typeFault(raw, personal[field])));
    }
  }
}
