package io.sluice.refine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import java.sql.Date;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Raw records to rows of the transformed table, or to reasons why not: cast strictly, judged by the
 * rules, transformed by the pipeline's SQL. Pure: datasets in, datasets out.
 */
public final class Refiner {
  /** Rules may say {@code source.amount}. */
  private static final String SOURCE = "source";

  private static final String PASSES = "_passes";
  private static final String RECORD = "_record";
  private static final String HASH = "_hash";
  private static final String ORIGIN = "_origin";
  private static final String DATE = "_date";
  private static final String LANDED = "_landed";
  private static final String KEPT = "_kept";
  private static final String UNDATED = "_undated";

  /** Outside these a date is garbage, and would only make folders. */
  private static final Date FIRST_DATE = Date.valueOf("1900-01-01");

  private static final Date LAST_DATE = Date.valueOf("2100-12-31");

  private final Pipeline pipeline;
  private final TypedRecords typed;
  private final Judgement judgement;
  private final RowWiseQuery transformations;
  private final StructType transformed;
  private final Aside aside;

  /**
   * @throws Problem INVALID where the pipeline's SQL is not row-wise or doesn't fit its schema
   */
  public Refiner(SparkSession spark, Pipeline pipeline) {
    this.pipeline = pipeline;
    this.typed = new TypedRecords(pipeline.source());
    this.judgement = new Judgement(pipeline);
    this.aside = new Aside(pipeline.source());
    Dataset<Row> source = spark.createDataFrame(List.of(), typed.schema());
    RowWiseQuery.of(pipeline.rules(), source);
    this.transformations = RowWiseQuery.of(pipeline.transformations(), source);
    this.transformed = transformations.over(source, /* keepEmpty */ false).schema();
    requireColumns();
  }

  /** The transformed table's columns: the SQL's, then the engine's. */
  public StructType schema() {
    return transformed
        .add(Columns.SOURCE_FILE, DataTypes.StringType)
        .add(Columns.RECORD_HASH, DataTypes.LongType)
        .add(Columns.PROCESSED_TIMESTAMP, DataTypes.TimestampType);
  }

  /** Whether each record gives exactly one row. */
  public boolean isOneToOne() {
    return transformations.isOneToOne();
  }

  /**
   * The source columns whose text tells two keys apart; empty where the key is more than that, or
   * comes from what a record explodes to.
   */
  public List<String> keyColumns() {
    List<String> columns = new ArrayList<>();
    for (String key : pipeline.key()) {
      transformations.sourceColumn(key).ifPresent(columns::add);
    }
    return columns.size() == pipeline.key().size() && isOneToOne() ? columns : List.of();
  }

  /** The hash of a row's key and event date, for rows of the transformed table. */
  Column keyHash() {
    List<Column> columns = new ArrayList<>();
    pipeline.key().forEach(key -> columns.add(col("`" + key + "`")));
    columns.add(col(eventDate()));
    return xxhash64(columns.toArray(Column[]::new));
  }

  /**
   * Rows of the transformed table for the records that pass and are beyond suspicion. Every other
   * record gives one row without an event date, which {@link #aside} turns into that record again.
   * So the input is read once, however much of it is bad.
   *
   * @param raw the schema's columns as text, with {@link Columns#LINE}, {@link Columns#UNFIT},
   *     {@link Columns#FILE} and {@link Columns#LANDED_AT}
   * @param publishedAt what the rows' processed_timestamp says
   */
  public Dataset<Row> sift(Dataset<Row> raw, Suspicion suspicion, Instant publishedAt) {
    Dataset<Row> judged = judged(raw).withColumn(PASSES, col(PASSES).and(isUnsuspected(suspicion)));
    if (isOneToOne()) {
      return sifted(judged, publishedAt);
    }
    Dataset<Row> failed = judged.where(not(col(PASSES)));
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema().fields()) {
      Column nothing = lit(null).cast(field.dataType());
      columns.add(
          (field.name().equals(Columns.SOURCE_FILE)
                  ? aside.packed(col(Columns.FILE), col(Columns.LANDED_AT), lit(false))
                  : nothing)
              .as(field.name()));
    }
    return sifted(judged.where(col(PASSES)), publishedAt)
        .union(failed.select(columns.toArray(Column[]::new)));
  }

  /** The raw records that {@link #sift} has set aside. */
  public Dataset<Row> aside(Dataset<Row> siftedWithoutDate) {
    return aside.unpacked(siftedWithoutDate, col(Columns.SOURCE_FILE));
  }

  /**
   * Of what {@link #sift} has set aside, the record hashes of those that passed, and gave a row
   * without a date; where a record may give several, others of them may have one.
   */
  public Suspects undated(Dataset<Row> siftedWithoutDate) {
    return isOneToOne()
        ? Suspects.none()
        : Repeated.set(
            Repeated.chunks(
                aside.passed(siftedWithoutDate, col(Columns.SOURCE_FILE)),
                col(Columns.RECORD_HASH)));
  }

  /** How many records {@link #sift} has not set aside, by file: {@code file, records}. */
  public Dataset<Row> kept(Dataset<Row> raw, Suspicion suspicion) {
    Dataset<Row> input =
        judged(raw)
            .where(col(PASSES).and(isUnsuspected(suspicion)))
            .select(
                sourceColumns(
                    col(Columns.FILE).as(ORIGIN), monotonically_increasing_id().as(RECORD)));
    return transformations
        .over(input, /* keepEmpty */ false)
        .groupBy(col(ORIGIN).as("file"))
        .agg(countDistinct(col(RECORD)).as("records"));
  }

  /**
   * Every record, judged in detail.
   *
   * @param raw as in {@link #sift}
   */
  public Refined refine(Dataset<Row> raw, Instant publishedAt) {
    Dataset<Row> judged = judged(raw).withColumn(RECORD, monotonically_increasing_id());
    return new Refined(passed(judged, publishedAt), failed(judged));
  }

  /**
   * The record hashes of rows that share key and date with another of them, or of the others.
   *
   * @param rows of the transformed table
   * @param number how many they are
   */
  public Suspects sharing(Dataset<Row> rows, long number, List<Dataset<Row>> others) {
    JavaRDD<long[]> hashes = Repeated.chunks(rows, keyHash());
    List<JavaRDD<long[]>> otherHashes =
        others.stream().map(other -> Repeated.chunks(other, keyHash())).toList();
    Suspects keys = Repeated.among(hashes, otherHashes, number);
    return keys.isEmpty()
        ? keys
        : Repeated.set(
            Repeated.chunks(rows.where(isIn(keys, keyHash())), col(Columns.RECORD_HASH)));
  }

  /** Compares rows that have the same key. */
  public Twins twins() {
    return new Twins(pipeline, isOneToOne(), this::isPersonal);
  }

  /**
   * Whether a column of the transformed table may show what should never show: it is personal, or
   * more than a copy of a column that isn't.
   */
  private boolean isPersonal(String column) {
    Set<String> personal = pipeline.source().personal();
    return !personal.isEmpty()
        && transformations.sourceColumn(column).filter(name -> !personal.contains(name)).isEmpty();
  }

  private Dataset<Row> judged(Dataset<Row> raw) {
    return typed
        .of(raw)
        .alias(SOURCE)
        .withColumn(HASH, typed.hash())
        .withColumn(PASSES, judgement.passes());
  }

  private Column isUnsuspected(Suspicion suspicion) {
    Column unsuspected = lit(true);
    if (!suspicion.keys().isEmpty()) {
      Column[] texts =
          keyColumns().stream().map(name -> col("`_text_" + name + "`")).toArray(Column[]::new);
      unsuspected = unsuspected.and(not(isIn(suspicion.keys(), xxhash64(texts))));
    }
    if (!suspicion.records().isEmpty()) {
      unsuspected = unsuspected.and(not(isIn(suspicion.records(), col(HASH))));
    }
    return unsuspected;
  }

  private static Column isIn(Suspects suspects, Column hash) {
    return JavaFunction.call(suspects, "has", DataTypes.BooleanType, hash);
  }

  private Dataset<Row> sifted(Dataset<Row> judged, Instant publishedAt) {
    List<Column> carried = new ArrayList<>(aside.needed());
    carried.add(col(PASSES));
    carried.add(col(HASH));
    carried.add(col(Columns.FILE).as(ORIGIN));
    carried.add(col(Columns.LANDED_AT).as(LANDED));
    Dataset<Row> rows =
        transformations
            .over(judged.select(sourceColumns(carried.toArray(Column[]::new))), false)
            .withColumn(KEPT, col(PASSES).and(isDated()));
    List<Column> columns = new ArrayList<>();
    for (String name : transformed.fieldNames()) {
      Column column = col("`" + name + "`");
      columns.add(name.equals(pipeline.eventDate()) ? when(col(KEPT), column).as(name) : column);
    }
    columns.add(
        when(col(KEPT), col(ORIGIN))
            .otherwise(aside.packed(col(ORIGIN), col(LANDED), col(PASSES)))
            .as(Columns.SOURCE_FILE));
    columns.addAll(engineColumns(publishedAt));
    return rows.select(columns.toArray(Column[]::new));
  }

  private List<Column> engineColumns(Instant publishedAt) {
    return List.of(
        col(HASH).as(Columns.RECORD_HASH),
        lit(java.sql.Timestamp.from(publishedAt)).as(Columns.PROCESSED_TIMESTAMP));
  }

  private Dataset<Row> passed(Dataset<Row> judged, Instant publishedAt) {
    Dataset<Row> input =
        judged
            .where(col(PASSES))
            .select(
                sourceColumns(
                    col(Columns.FILE).as(ORIGIN),
                    col(HASH),
                    col(RECORD).as(Columns.RECORD_ID),
                    record().as(Columns.RECORD_TEXT)));
    Dataset<Row> rows = transformations.over(input, /* keepEmpty */ false);
    if (isOneToOne()) {
      rows = rows.where(isDated());
    } else {
      Column allDated = min(isDated()).over(Window.partitionBy(Columns.RECORD_ID));
      rows = rows.withColumn(KEPT, allDated).where(col(KEPT));
    }
    List<Column> columns = new ArrayList<>();
    for (String name : transformed.fieldNames()) {
      columns.add(col("`" + name + "`"));
    }
    columns.add(col(ORIGIN).as(Columns.SOURCE_FILE));
    columns.addAll(engineColumns(publishedAt));
    columns.add(col(Columns.RECORD_ID));
    columns.add(col(Columns.RECORD_TEXT));
    return rows.select(columns.toArray(Column[]::new));
  }

  /**
   * Also what can't be used is transformed, as far as it goes: its event date says which day lacks
   * it. Reasons are worked out after the filter, for the few records that it leaves.
   */
  private Dataset<Row> failed(Dataset<Row> judged) {
    List<Column> carried = new ArrayList<>();
    for (StructField field : fields()) {
      carried.add(col("`" + TypedRecords.text(field) + "`"));
      carried.add(col(TypedRecords.quoted(field)).as(value(field)));
    }
    carried.add(col(Columns.LINE));
    carried.add(col(Columns.UNFIT));
    carried.add(col(PASSES));
    carried.add(col(Columns.FILE).as(ORIGIN));
    carried.add(col(Columns.LANDED_AT).as(LANDED));
    carried.add(col(RECORD));
    Dataset<Row> transformedToo =
        transformations
            .over(judged.select(sourceColumns(carried.toArray(Column[]::new))), true)
            .withColumn(DATE, when(isDated(), col(eventDate())));
    // Of a record that lacks one of its dates no row is published.
    Column isUndated = col(DATE).isNull();
    transformedToo =
        transformedToo.withColumn(
            UNDATED, isOneToOne() ? isUndated : max(isUndated).over(Window.partitionBy(RECORD)));
    List<Column> restored = new ArrayList<>();
    for (StructField field : fields()) {
      restored.add(col("`" + TypedRecords.text(field) + "`"));
      restored.add(col("`" + value(field) + "`").as(field.name()));
    }
    restored.add(col(Columns.LINE));
    restored.add(col(Columns.UNFIT));
    restored.add(col(PASSES));
    restored.add(col(ORIGIN).as(Columns.FILE));
    restored.add(col(LANDED).as(Columns.LANDED_AT));
    restored.add(col(RECORD));
    restored.add(col(DATE));
    Dataset<Row> failed =
        transformedToo
            .where(not(col(PASSES)).or(col(UNDATED)))
            .select(restored.toArray(Column[]::new))
            .alias(SOURCE)
            .withColumn("reasons", reasons());
    Dataset<Row> described =
        failed.select(
            col(RECORD),
            col(Columns.FILE).as("file"),
            record().as("record"),
            col("reasons"),
            col(DATE).as("event_date"));
    return isOneToOne() ? described.drop(RECORD) : onePerRecord(described);
  }

  private static Dataset<Row> onePerRecord(Dataset<Row> rows) {
    return rows.groupBy(RECORD)
        .agg(
            first("file").as("file"),
            first("record").as("record"),
            first("reasons").as("reasons"),
            first("event_date", /* ignoreNulls */ true).as("event_date"))
        .drop(RECORD);
  }

  private Column reasons() {
    Column undated =
        Judgement.reason(
            lit(pipeline.eventDate() + "_range"),
            lit(pipeline.eventDate()),
            lit(
                "%s can't be computed, or is not between %s and %s"
                    .formatted(pipeline.eventDate(), FIRST_DATE, LAST_DATE)));
    return when(not(col(PASSES)), judgement.reasons()).otherwise(array(undated));
  }

  /** The raw record: its line where that has another number of values, else its values as JSON. */
  private Column record() {
    List<Column> texts = new ArrayList<>();
    for (StructField field : fields()) {
      texts.add(col("`" + TypedRecords.text(field) + "`").as(field.name()));
    }
    return coalesce(
        col(Columns.LINE),
        to_json(struct(texts.toArray(Column[]::new)), Map.of("ignoreNullFields", "false")));
  }

  private Column isDated() {
    return coalesce(col(eventDate()).between(FIRST_DATE, LAST_DATE), lit(false));
  }

  private String eventDate() {
    return "`" + pipeline.eventDate() + "`";
  }

  private Column[] sourceColumns(Column... carried) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : typed.schema().fields()) {
      columns.add(col(TypedRecords.quoted(field)));
    }
    columns.addAll(List.of(carried));
    return columns.toArray(Column[]::new);
  }

  private StructField[] fields() {
    return pipeline.source().schema().fields();
  }

  private static String value(StructField field) {
    return "_value_" + field.name();
  }

  private static Column not(Column condition) {
    return org.apache.spark.sql.functions.not(condition);
  }

  private void requireColumns() {
    String file = pipeline.transformations().name();
    Set<String> names = Set.of(transformed.fieldNames());
    for (String engine :
        List.of(Columns.SOURCE_FILE, Columns.RECORD_HASH, Columns.PROCESSED_TIMESTAMP)) {
      if (names.contains(engine)) {
        throw Problem.invalid(
            "Cannot use %s: it selects %s, which the engine adds itself; leave it out"
                .formatted(file, engine));
      }
    }
    List<String> needed = new ArrayList<>(pipeline.key());
    needed.add(pipeline.eventDate());
    for (String name : needed) {
      if (!names.contains(name)) {
        throw Problem.invalid(
            "Cannot use %s: it does not select %s, which pipeline.yaml names as key or event-date"
                .formatted(file, name));
      }
    }
    if (!transformed.apply(pipeline.eventDate()).dataType().equals(DataTypes.DateType)) {
      throw Problem.invalid(
          "Cannot use %s: %s is %s, but an event-date is a DATE; cast it"
              .formatted(
                  file,
                  pipeline.eventDate(),
                  transformed.apply(pipeline.eventDate()).dataType().sql()));
    }
  }
}
