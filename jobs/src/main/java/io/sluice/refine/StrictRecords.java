// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.record.RecordTyping;
import io.sluice.spark.JavaFunction;
import io.sluice.spark.NamedColumns;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Records of a file in which every value has to fit, typed as those of any file that lands. */
public record StrictRecords(Source source, RecordTyping typing) {
  /** Column of {@link #typed}: whether the record fits. */
  public static final String FITS = TypedRecords.FITS;

  /** Column of {@link #unfit}: the texts of a record's fields in the schema's order. */
  public static final String TEXTS = "texts";

  /** Column of {@link #unfit}: the reasons against its fields; null where it has other fields. */
  public static final String REASONS = "reasons";

  /** Column of {@link #unfit}: the whole line, where that is what is wrong. */
  public static final String LINE = "line";

  /** The typed records and {@link #FITS}; those that don't fit have nulls. */
  public Dataset<Row> typed(Dataset<Row> raw) {
    return records().of(raw).select(columns());
  }

  /** The records that don't fit, with {@link #TEXTS}, {@link #REASONS} and {@link #LINE}. */
  public Dataset<Row> unfit(Dataset<Row> raw) {
    TypedRecords records = records();
    FieldReasons reasons = new FieldReasons(typing.fields(), records.raw());
    Column[] texts =
        Arrays.stream(source.schema().fields()).map(records::text).toArray(Column[]::new);
    Column line = col(EngineColumns.LINE);
    Column ofFields =
        JavaFunction.call(
            reasons, "of", FieldReasons.TYPE, col(TypedRecords.RAW), col(EngineColumns.UNFIT));
    return records
        .of(raw)
        .where(not(col(TypedRecords.FITS)))
        .select(array(texts).as(TEXTS), when(line.isNull(), ofFields).as(REASONS), line.as(LINE));
  }

  private TypedRecords records() {
    return new TypedRecords(source, typing);
  }

  private Column[] columns() {
    return Stream.concat(Arrays.stream(source.schema().fieldNames()), Stream.of(FITS))
        .map(NamedColumns::named)
        .toArray(Column[]::new);
  }
}
