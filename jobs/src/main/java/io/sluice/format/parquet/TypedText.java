// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.pipeline.Source;
import io.sluice.refine.TextTyping;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes raw rows of records whose fields are texts. Public because generated code calls it, which
 * it does for each column of a row: the last row is kept.
 */
public final class TypedText implements Serializable {
  private static final long serialVersionUID = 1;

  private final WrittenText[] fields;
  private final boolean[] personal;
  private transient InternalRow lastTexts;
  private transient InternalRow last;

  TypedText(Source source) {
    StructField[] schema = source.schema().fields();
    this.fields = fields(source, Arrays.stream(schema));
    this.personal = new boolean[schema.length];
    for (int i = 0; i < schema.length; i++) {
      personal[i] = source.personal().contains(schema[i].name());
    }
  }

  static WrittenText[] fields(Source source, Stream<StructField> fields) {
    TextTyping texts = new TextTyping(source, unfit -> unfit);
    return fields.map(field -> new WrittenText(field, texts)).toArray(WrittenText[]::new);
  }

  /** The schema's fields, and the {@link Fault}s of those that aren't there. */
  public InternalRow raw(InternalRow texts) {
    if (lastTexts == null || !lastTexts.equals(texts)) {
      last = typed(texts);
      lastTexts = texts.copy();
    }
    return last;
  }

  private InternalRow typed(InternalRow texts) {
    Object[] values = new Object[fields.length + 1];
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      UTF8String text = texts.isNullAt(i) ? null : texts.getUTF8String(i);
      values[i] = text == null ? null : fields[i].value(text);
      if (text != null && values[i] == null && fields[i].isMisfit(text)) {
        faults.add(fields[i].fault(text, personal[i]));
      }
    }
    values[fields.length] = faults.isEmpty() ? null : Fault.written(faults);
    return new GenericInternalRow(values);
  }
}
