// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.PersonalData;
import io.sluice.column.Values;
import io.sluice.pipeline.SqlName;
import io.sluice.sample.SampleField;
import io.sluice.sample.Shape;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Guesses the types of fields, also of those within others. */
public record FieldGuesser(GuessContext context) {
  /** The guess of one field: its type, and what speaks for it. */
  public FieldGuess of(SampleField field) {
    ColumnName name = new ColumnName(field.name());
    if (field.shape() instanceof Shape.Texts texts) {
      Typing typing = TypeGuesses.of(name, texts.values(), context);
      return new FieldGuess(
          field,
          typing.type(),
          Optional.of(typing),
          List.of(),
          List.of(typing.evidence() + converted(typing) + strays(texts.values(), typing, name)),
          PersonalData.isIn(name, texts.values()),
          typing.isDoubtful() || typing.strays() > 0);
    }
    if (field.shape() instanceof Shape.Typed typed && !typed.hasParts()) {
      return typed(field, name, typed.type());
    }
    Parts parts =
        new Parts(new ArrayList<>(), new ArrayList<>(), new boolean[] {name.isPersonal()});
    DataType type = type(field.name(), field.shape(), parts);
    return new FieldGuess(
        field, type, Optional.empty(), parts.types(), parts.notes(), parts.isPersonal()[0], false);
  }

  /** What is found within a field that has parts. */
  private record Parts(List<Typing> types, List<String> notes, boolean[] isPersonal) {}

  /** Times of a sample that says its types are written here as test cases have them. */
  private FieldGuess typed(SampleField field, ColumnName name, DataType type) {
    List<String> formats = List.of();
    if (type.equals(DataTypes.TimestampType)) {
      boolean hasFraction = field.texts().first(text -> text.contains(".")).isPresent();
      formats =
          hasFraction
              ? List.of("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.SSSSSS")
              : List.of("yyyy-MM-dd HH:mm:ss");
    } else if (type.equals(DataTypes.DateType)) {
      formats = List.of("yyyy-MM-dd");
    }
    Typing typing = meant(name, field.texts(), type, formats);
    return new FieldGuess(
        field,
        type,
        Optional.of(typing),
        List.of(),
        List.of(typing.evidence() + converted(typing)),
        PersonalData.isIn(name, field.texts()),
        typing.isDoubtful());
  }

  /** The type that the file says, and what texts and numbers of that type may stand for. */
  private Typing meant(ColumnName name, Values values, DataType type, List<String> formats) {
    String evidence = "as the file says";
    Typing plain = Typing.ofTimes(type, formats, evidence, 0, false);
    if (values.isEmpty()) {
      return plain;
    } else if (type.equals(DataTypes.StringType)) {
      return new TimeGuess()
          .of(name, values, context)
          .filter(times -> times.strays() == 0 && !times.formats().isEmpty())
          .map(
              times ->
                  TextTimes.of(
                      times,
                      context,
                      UnaryOperator.identity(),
                      evidence + "; " + times.evidence(),
                      times.isDoubtful()))
          .orElse(plain);
    } else if (type.equals(DataTypes.LongType)) {
      return new EpochGuess()
          .of(name, values, context)
          .map(epoch -> epoch.because(evidence + "; " + epoch.evidence()))
          .orElse(plain);
    }
    long refused = context.parsers().refused(values, type, formats);
    if (refused > 0) {
      return plain.withDoubt(
          "%d of %d are no %s that a table takes, such as NaN or a time finer than microseconds: their records are quarantined"
              .formatted(refused, values.present().size(), type.sql()));
    }
    return name.isMoney() && type.equals(DataTypes.DoubleType)
        ? plain.because(evidence + ", though an amount should be a DECIMAL there").withDoubt()
        : plain;
  }

  private DataType type(String path, Shape shape, Parts parts) {
    if (shape instanceof Shape.Struct struct) {
      StructType type = new StructType();
      for (SampleField field : struct.fields()) {
        DataType part = type(path + "." + field.name(), field.shape(), parts);
        type = type.add(field.name(), part, true);
      }
      return type;
    } else if (shape instanceof Shape.Array array) {
      return DataTypes.createArrayType(type(path + "[]", array.element(), parts));
    } else if (shape instanceof Shape.Dictionary dictionary) {
      return DataTypes.createMapType(
          DataTypes.StringType, type(path + "{}", dictionary.value(), parts));
    } else if (shape instanceof Shape.Typed typed) {
      return typed.type();
    }
    Values values = ((Shape.Texts) shape).values();
    ColumnName name = new ColumnName(path.replaceFirst("^.*\\.", ""));
    Typing typing = TypeGuesses.of(name, values, context);
    parts.isPersonal()[0] |= PersonalData.isIn(name, values);
    parts.types().add(typing);
    String made =
        typing
            .conversion()
            .map(
                conversion ->
                    "; in SQL, %s makes %s of it"
                        .formatted(
                            conversion.expression(SqlName.of(name.text())), conversion.result()))
            .orElse("");
    parts.notes().add(path + ": " + SchemaType.of(typing.type()) + ", " + typing.evidence() + made);
    return typing.type();
  }

  private static String converted(Typing typing) {
    return typing
        .conversion()
        .map(conversion -> "; transformations.sql makes %s of it".formatted(conversion.result()))
        .orElse("");
  }

  /** What the values are that don't fit, unless they may not show. */
  private String strays(Values values, Typing typing, ColumnName name) {
    if (typing.strays() == 0) {
      return "";
    }
    String shown =
        PersonalData.isIn(name, values)
            ? ""
            : values
                .first(
                    text ->
                        context
                                .parsers()
                                .refused(new Values(List.of(text)), typing.type(), typing.formats())
                            > 0)
                .map(text -> " (such as " + Escaped.quoted(text) + ")")
                .orElse("");
    return "; records with another%s are quarantined: make it STRING if that is none to refuse"
        .formatted(shown);
  }
}
