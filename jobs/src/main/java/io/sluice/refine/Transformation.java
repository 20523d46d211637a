// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.PROCESSED_TIMESTAMP;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SqlFile;
import io.sluice.pipeline.SqlName;
import io.sluice.problem.Problem;
import io.sluice.record.EngineColumns;
import io.sluice.record.RecordTyping;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Applies a pipeline's SQL to typed records: validates them by the rules, and transforms them to
 * rows that have a date. Columns that its SQL doesn't know are carried past it.
 */
final class Transformation {
  /** True for a record that passes. */
  static final String PASSES = "_passes";

  /** The record hash. */
  static final String HASH = "_hash";

  /** Carried past the SQL: {@link EngineColumns#FILE}. */
  static final String ORIGIN = "_origin";

  /** Carried past the SQL: {@link EngineColumns#LANDED_AT}. */
  static final String LANDED = "_landed";

  static final String REASONS = "reasons";

  /** Rules may say {@code source.amount}. */
  static final String SOURCE = "source";

  /** Outside these a date is garbage, and would only make folders. */
  static final Date FIRST_DATE = Date.valueOf("1900-01-01");

  static final Date LAST_DATE = Date.valueOf("2100-12-31");

  private final Pipeline pipeline;
  private final TypedRecords typed;
  private final RecordValidator validator;
  private final Optional<RowWiseQuery> joinedByRules;
  private final RowWiseQuery query;
  private final StructType transformed;

  /**
   * @param lookups the rows of references that the pipeline's SQL joins
   * @throws Problem INVALID where the pipeline's SQL is not row-wise or doesn't fit its schema
   */
  Transformation(SparkSession spark, Pipeline pipeline, RecordTyping typing, Lookups lookups) {
    this.pipeline = pipeline;
    this.typed = new TypedRecords(pipeline.source(), typing);
    Dataset<Row> source = spark.createDataFrame(List.of(), typed.schema());
    List<RowWiseQuery> queries = queries(pipeline, source, lookups);
    this.joinedByRules = queries.get(0).joined();
    this.validator =
        joinedByRules.isEmpty()
            ? new RecordValidator(pipeline, typed)
            : new RecordValidator(pipeline, typed, queries.get(0).origins());
    this.query = queries.get(1);
    this.transformed = query.schema();
    requireColumns();
  }

  /** Looks at both files before it says what is wrong with either. */
  private static List<RowWiseQuery> queries(
      Pipeline pipeline, Dataset<Row> source, Lookups lookups) {
    List<String> wrong = new ArrayList<>();
    List<RowWiseQuery> queries = new ArrayList<>();
    for (SqlFile file : List.of(pipeline.rules(), pipeline.transformations())) {
      try {
        queries.add(
            RowWiseQuery.of(
                file, source, pipeline.source().personal(), pipeline.references(), lookups));
      } catch (Problem e) {
        wrong.add(e.getMessage());
      }
    }
    if (!wrong.isEmpty()) {
      throw Problem.invalid(String.join("\n", wrong));
    }
    return queries;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  TypedRecords typed() {
    return typed;
  }

  RecordValidator validator() {
    return validator;
  }

  boolean isOneToOne() {
    return query.isOneToOne();
  }

  /** The SQL's columns, then the engine's. */
  StructType schema() {
    return transformed
        .add(SOURCE_FILE, DataTypes.StringType)
        .add(RECORD_HASH, DataTypes.LongType)
        .add(PROCESSED_TIMESTAMP, DataTypes.TimestampType);
  }

  /** The names of the SQL's columns. */
  String[] columns() {
    return transformed.fieldNames();
  }

  /** The names of the SQL's columns that depend on personal ones. */
  Set<String> personalColumns() {
    return query.origins().entrySet().stream()
        .filter(column -> column.getValue().isPersonal())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The source column that a column is a plain copy of, if it is one. */
  Optional<String> sourceColumn(String column) {
    return query.sourceColumn(column);
  }

  /** Typed records, which rules and the like call {@link #SOURCE}. */
  Dataset<Row> typed(Dataset<Row> raw) {
    return typed.of(raw).alias(SOURCE);
  }

  /** Typed records with {@link #PASSES}. */
  Dataset<Row> validated(Dataset<Row> raw) {
    Valued validation = validation(raw);
    return validation.records().withColumn(PASSES, validation.value());
  }

  /** Typed records, and whether each passes. */
  Valued validation(Dataset<Row> raw) {
    return valued(
        typed(raw),
        new QuickGuarding(),
        PASSES,
        validator.passes(),
        validator.passes().and(not(col(QuickGuarding.FAILED))));
  }

  /**
   * Records, and the reasons against each.
   *
   * @param records typed and validated
   * @param reasons as {@link RecordValidator#reasons} has them
   */
  Valued reasons(Dataset<Row> records, Column reasons) {
    Guarding guarding = new ThoroughGuarding(RecordValidator.JOIN_ERRORS);
    return valued(records.alias(SOURCE), guarding, REASONS, reasons, reasons);
  }

  /**
   * Records and a value of each, which is a column of theirs, or can be selected from them. A
   * projection of a thousand columns over another one takes Spark long to plan.
   */
  record Valued(Dataset<Row> records, Column value) {}

  /**
   * @param value where rules look at nothing but the record
   * @param joinedValue where they join references
   */
  private Valued valued(
      Dataset<Row> records, Guarding guarding, String name, Column value, Column joinedValue) {
    if (joinedByRules.isEmpty()) {
      return new Valued(records, value);
    }
    List<Column> columns = new ArrayList<>();
    for (String column : records.columns()) {
      columns.add(col(SOURCE + "." + SqlName.quoted(column)).as(column));
    }
    columns.add(joinedValue.as(name));
    Dataset<Row> joined =
        joinedByRules
            .get()
            .over(records, /* keepEmpty */ false, guarding)
            .select(columns.toArray(Column[]::new));
    return new Valued(joined.alias(SOURCE), col(name));
  }

  /**
   * The rows that records give, with the guarding's column. Each projection of a thousand columns
   * over another one takes Spark long to plan: what is to be carried can be computed here.
   *
   * @param typed what {@link #typed} or {@link #validated} gave
   * @param carried columns of theirs to be carried past the SQL
   * @param keepEmpty whether a record that explodes to nothing gives a row nevertheless
   * @param guarding what becomes of a record for which the SQL fails
   */
  Dataset<Row> rows(
      Dataset<Row> typed, List<Column> carried, boolean keepEmpty, Guarding guarding) {
    List<Column> columns = new ArrayList<>();
    columns.addAll(List.of(named(List.of(this.typed.schema().fieldNames()))));
    columns.addAll(carried);
    return query.over(typed.select(columns.toArray(Column[]::new)), keepEmpty, guarding);
  }

  /** The last of the engine's columns, from what rows have carried. */
  List<Column> engineColumns(Instant publishedAt) {
    return List.of(
        col(HASH).as(RECORD_HASH), lit(Timestamp.from(publishedAt)).as(PROCESSED_TIMESTAMP));
  }

  Column eventDate() {
    return named(pipeline.eventDate());
  }

  /** A hash of a row's key. */
  Column keyHash() {
    return xxhash64(named(pipeline.key()));
  }

  Column isDated() {
    return coalesce(eventDate().between(FIRST_DATE, LAST_DATE), lit(false));
  }

  private void requireColumns() {
    SqlFile file = pipeline.transformations();
    Set<String> names = Set.of(transformed.fieldNames());
    for (String engine : List.of(SOURCE_FILE, RECORD_HASH, PROCESSED_TIMESTAMP)) {
      if (names.contains(engine)) {
        throw file.refused("it selects " + engine + ", which the engine adds itself; leave it out");
      }
    }
    List<String> needed = new ArrayList<>(pipeline.key());
    needed.add(pipeline.eventDate());
    for (String name : needed) {
      if (!names.contains(name)) {
        throw file.refused(
            "it does not select %s, which pipeline.yaml names as key or event-date"
                .formatted(name));
      }
    }
    DataType type = transformed.apply(pipeline.eventDate()).dataType();
    if (!type.equals(DataTypes.DateType)) {
      throw file.refused(
          "%s is %s, but an event-date is a DATE; cast it"
              .formatted(pipeline.eventDate(), type.sql()));
    }
  }
}
