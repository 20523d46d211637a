// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.pipeline.Pipeline;
import io.sluice.spark.RowBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that have the same key on the same event date: the first in the log's order stays, that is
 * by batch, path and record hash. A later one is a duplicate where it is the same record, and a
 * conflict where it is another; of a record with a conflict, no row is published.
 *
 * @param oneToOne whether each record gives exactly one row
 * @param isPersonal whether a column of the transformed table must not show
 * @param withinBatch whether rows of different batches have nothing to do with each other
 */
public record Deduplicator(
    Pipeline pipeline, boolean oneToOne, Predicate<String> isPersonal, boolean withinBatch) {
  /** The {@link DuplicateOutcome} of a row. */
  public static final String OUTCOME = "_outcome";

  /** Of a conflict, the file that holds the first record. */
  static final String FIRST_FILE = "_first_file";

  /** Of a conflict, the names of the columns in which the two differ. */
  static final String DIFFERING = "_differing";

  /** The whole row, as {@link RowBytes}: comparing costs the same for any number of columns. */
  static final String ROW = "_row";

  private static final String PUBLISHED = "_published";
  private static final String FIRST = "_first";
  private static final String PLACE = "_place";
  private static final String KEY = "_key";

  /**
   * The candidates with their {@link #OUTCOME}.
   *
   * @param candidates their columns that are compared, and {@link #ROW}; evaluated several times
   * @param bytes the meaning of {@link #ROW}
   * @param table the transformed table as it is, empty before it is made
   */
  Dataset<Row> judge(Dataset<Row> candidates, RowBytes bytes, Optional<Dataset<Row>> table) {
    Dataset<Row> published =
        table.map(rows -> packed(sharing(rows, candidates), bytes)).orElse(candidates.limit(0));
    if (oneToOne) {
      return outcomes(candidates, published, bytes);
    }
    Dataset<Row> spoiled = spoiled(candidates, published).toDF(RECORD_ID);
    String[] record = {RECORD_ID};
    Dataset<Row> others = candidates.join(spoiled, record, "left_anti");
    Dataset<Row> taken = published.unionByName(others, true /* allow missing columns */);
    return outcomes(others, published, bytes)
        .unionByName(
            outcomes(candidates.join(spoiled, record, "left_semi"), taken, bytes)
                .withColumn(OUTCOME, lit(DuplicateOutcome.CONFLICT.name())));
  }

  /** The outcome of each row by itself; without spoiled records there is no conflict. */
  private Dataset<Row> outcomes(Dataset<Row> candidates, Dataset<Row> published, RowBytes bytes) {
    Column first = col(FIRST);
    Column isOther = not(col(RECORD_HASH).equalTo(first.getField(RECORD_HASH)));
    Column differing =
        new DifferingColumns(bytes, keyAndDateNames()).names(first.getField(ROW), col(ROW));
    return ranked(candidates, published)
        .withColumn(
            OUTCOME,
            when(col(PLACE).equalTo(1), DuplicateOutcome.PUBLISH.name())
                .when(not(isOther), DuplicateOutcome.DUPLICATE.name())
                .otherwise(DuplicateOutcome.CONFLICT.name()))
        .withColumn(FIRST_FILE, when(isOther, first.getField(SOURCE_FILE)))
        .withColumn(DIFFERING, when(isOther, differing))
        .drop(FIRST, PLACE);
  }

  /** Published rows in the form of candidates. */
  private Dataset<Row> packed(Dataset<Row> published, RowBytes bytes) {
    Set<String> known = Set.of(published.columns());
    Column[] columns =
        Arrays.stream(bytes.schema().fields())
            .map(
                field ->
                    (known.contains(field.name())
                            ? named(field.name())
                            : lit(null).cast(field.dataType()))
                        .as(field.name()))
            .toArray(Column[]::new);
    return bytes.packed(published.select(columns), comparedNames(), ROW);
  }

  /** Describes the rows whose outcome is a conflict. */
  ConflictReasons reasons() {
    return new ConflictReasons(pipeline, oneToOne, isPersonal);
  }

  /** Published rows that share key and date with a candidate. */
  private Dataset<Row> sharing(Dataset<Row> table, Dataset<Row> candidates) {
    Column date = named(pipeline.eventDate());
    Object[] dates =
        candidates.select(date).distinct().collectAsList().stream()
            .map(row -> row.get(0))
            .toArray();
    Dataset<Row> keys = candidates.select(xxhash64(keyAndDate()).as(KEY));
    return table
        .where(date.isin(dates))
        .withColumn(KEY, xxhash64(keyAndDate()))
        .join(keys, new String[] {KEY}, "left_semi");
  }

  /** The candidates with the first hash of their key, and their place; published ones are first. */
  private Dataset<Row> ranked(Dataset<Row> candidates, Dataset<Row> published) {
    WindowSpec sameKey = Window.partitionBy(keyAndDate()).orderBy(logOrder(candidates));
    return together(candidates, published)
        .withColumn(
            FIRST, first(struct(col(RECORD_HASH), col(SOURCE_FILE), col(ROW))).over(sameKey))
        .withColumn(PLACE, row_number().over(sameKey))
        .where(col(PUBLISHED).equalTo(false))
        .drop(PUBLISHED);
  }

  /** Published rows first, then by batch where there are several, path and record hash. */
  private static Column[] logOrder(Dataset<Row> candidates) {
    List<Column> order = new ArrayList<>(List.of(col(PUBLISHED).desc()));
    order.addAll(TypedRecords.batch(candidates));
    order.addAll(List.of(col(SOURCE_FILE), col(RECORD_HASH), col(RECORD_ID)));
    return order.toArray(Column[]::new);
  }

  private Dataset<Row> together(Dataset<Row> candidates, Dataset<Row> published) {
    List<String> compared = new ArrayList<>(comparedNames());
    compared.add(ROW);
    return candidates
        .withColumn(PUBLISHED, lit(false))
        .unionByName(
            published.select(named(compared)).withColumn(PUBLISHED, lit(true)),
            true /* allow missing columns */);
  }

  /** Columns of published rows that candidates are compared with. */
  private List<String> comparedNames() {
    Set<String> names = new LinkedHashSet<>(keyAndDateNames());
    names.addAll(List.of(RECORD_HASH, SOURCE_FILE));
    return List.copyOf(names);
  }

  /**
   * The records that give several rows and have a conflict in one of them. Whether a record has one
   * depends on which records before it had: they are gone through in order, in one task. Only those
   * with a key that different records share are.
   */
  private Dataset<Long> spoiled(Dataset<Row> candidates, Dataset<Row> published) {
    WindowSpec sameKey = Window.partitionBy(keyAndDate());
    MapPartitionsFunction<Row, Long> conflicts = Deduplicator::conflicts;
    List<Column> columns = new ArrayList<>(List.of(keyText(candidates.schema()).as(KEY)));
    columns.addAll(List.of(col(PUBLISHED), col(SOURCE_FILE), col(RECORD_HASH), col(RECORD_ID)));
    columns.addAll(TypedRecords.batch(candidates));
    return together(candidates, published)
        .withColumn(FIRST, size(collect_set(col(RECORD_HASH)).over(sameKey)))
        .where(col(FIRST).gt(1))
        .select(columns.toArray(Column[]::new))
        .repartition(1)
        .sortWithinPartitions(logOrder(candidates))
        .mapPartitions(conflicts, Encoders.LONG());
  }

  /** Text of key and date, the same for equal ones: zero has a positive and a negative value. */
  private Column keyText(StructType schema) {
    List<Column> values = new ArrayList<>();
    for (String name : keyAndDateNames()) {
      DataType type = schema.apply(name).dataType();
      boolean isFloating = type instanceof DoubleType || type instanceof FloatType;
      values.add((isFloating ? named(name).plus(lit(0).cast(type)) : named(name)).as(name));
    }
    return to_json(struct(values.toArray(Column[]::new)));
  }

  private static Iterator<Long> conflicts(Iterator<Row> sorted) {
    Map<String, Long> taken = new HashMap<>();
    List<Long> spoiled = new ArrayList<>();
    List<Row> record = new ArrayList<>();
    while (sorted.hasNext()) {
      Row row = sorted.next();
      if (!record.isEmpty() && !isSameRecord(record.get(0), row)) {
        settle(record, taken, spoiled);
        record.clear();
      }
      record.add(row);
    }
    if (!record.isEmpty()) {
      settle(record, taken, spoiled);
    }
    return spoiled.iterator();
  }

  private static void settle(List<Row> record, Map<String, Long> taken, List<Long> spoiled) {
    boolean free =
        isPublished(record.get(0))
            || record.stream()
                .allMatch(row -> taken.getOrDefault(key(row), hash(row)).equals(hash(row)));
    if (free) {
      record.forEach(row -> taken.putIfAbsent(key(row), hash(row)));
    } else {
      spoiled.add(id(record.get(0)));
    }
  }

  private static boolean isSameRecord(Row one, Row other) {
    return !isPublished(one) && !isPublished(other) && id(one).equals(id(other));
  }

  private static boolean isPublished(Row row) {
    return row.<Boolean>getAs(PUBLISHED);
  }

  private static Long hash(Row row) {
    return row.getAs(RECORD_HASH);
  }

  private static Long id(Row row) {
    return row.getAs(RECORD_ID);
  }

  private static String key(Row row) {
    return row.getAs(KEY);
  }

  /** The columns in which rows agree that are compared with each other, each once. */
  Column[] keyAndDate() {
    return named(keyAndDateNames());
  }

  Set<String> keyAndDateNames() {
    Set<String> names = new LinkedHashSet<>(pipeline.key());
    names.add(pipeline.eventDate());
    if (withinBatch) {
      names.add(BATCH);
    }
    return names;
  }
}
