// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.column.EngineParsers;
import io.sluice.guess.types.Conversion;
import io.sluice.guess.types.FieldGuess;
import io.sluice.guess.types.FieldGuesser;
import io.sluice.guess.types.Typing;
import io.sluice.pipeline.SqlName;
import io.sluice.refine.FieldParser;
import io.sluice.sample.SampleField;
import io.sluice.sample.Shape;
import io.sluice.times.Times;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** The columns of the transformed table: the sample's, renamed where a table needs other names. */
final class OutputColumns {
  private final EngineParsers parsers;
  private final Times times;
  private final List<OutputColumn> columns = new ArrayList<>();
  private final List<OutputColumn> inner = new ArrayList<>();

  OutputColumns(List<FieldGuess> fields, FieldGuesser guesser, Times times, OutputNames names) {
    this.parsers = guesser.context().parsers();
    this.times = times;
    for (int i = 0; i < fields.size(); i++) {
      columns.add(column(fields.get(i), names.of(fields.get(i).name(), i + 1)));
    }
    fields.forEach(field -> addInner(field.field(), guesser));
  }

  /**
   * Fields of objects, by paths such as {@code customer.id}; what is in arrays is none of a record.
   */
  private void addInner(SampleField outer, FieldGuesser guesser) {
    if (outer.shape() instanceof Shape.Struct struct) {
      for (SampleField field : struct.fields()) {
        SampleField named =
            new SampleField(
                outer.name() + "." + field.name(),
                field.shape(),
                field.texts(), /* isInner */
                true);
        if (field.shape() instanceof Shape.Texts) {
          inner.add(column(guesser.of(named), OutputNames.plain(named.name().replace('.', '_'))));
        }
        addInner(named, guesser);
      }
    }
  }

  /** One for each field. */
  List<OutputColumn> columns() {
    return List.copyOf(columns);
  }

  /** Fields within others, which may be key or event date as well. */
  List<OutputColumn> inner() {
    return List.copyOf(inner);
  }

  private OutputColumn column(FieldGuess field, String name) {
    String source = path(field);
    if (field.hasParts()) {
      return new OutputColumn(
          name, source, field.name(), field.type(), Optional.empty(), Set.of(), field.isPersonal());
    }
    Typing typing = field.typing().get();
    if (typing.conversion().isEmpty()) {
      return plain(name, source, field, typing.type());
    }
    Conversion conversion = typing.conversion().get();
    return of(name, conversion.expression(source), field, conversion.type(), conversion.reading());
  }

  /** A field as SQL has it; one of an object by the names that lead to it. */
  private static String path(FieldGuess field) {
    return field.field().isInner()
        ? Stream.of(field.name().split("\\.", -1)).map(SqlName::of).collect(Collectors.joining("."))
        : SqlName.of(field.name());
  }

  private OutputColumn plain(String name, String expression, FieldGuess field, DataType type) {
    List<String> formats =
        type.equals(DataTypes.DateType) ? times.dateFormats() : times.timestampFormats();
    FieldParser parser = parsers.of(type, formats, times.zone());
    return of(name, expression, field, type, text -> parser.parse(UTF8String.fromString(text)));
  }

  private static OutputColumn of(
      String name,
      String expression,
      FieldGuess field,
      DataType type,
      Function<String, Object> reading) {
    Object[] values = new Object[field.texts().size()];
    Set<Integer> refused = new HashSet<>();
    for (int i = 0; i < values.length; i++) {
      String text = field.texts().of(i);
      values[i] = text == null ? null : reading.apply(text);
      if (text != null && values[i] == null) {
        refused.add(i);
      }
    }
    return new OutputColumn(
        name,
        expression,
        field.name(),
        type,
        Optional.of(record -> values[record]),
        refused,
        field.isPersonal());
  }
}
