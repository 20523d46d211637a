// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.record.DuplicateHashes;
import io.sluice.record.EngineColumns;
import io.sluice.record.HashFilter;
import io.sluice.record.RecordTyping;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Raw records to rows of the transformed table, or to reasons why not: cast strictly, validated by
 * the rules, transformed by the pipeline's SQL, compared with each other. Pure: datasets in,
 * datasets out.
 */
public final class Refiner {
  private final SparkSession spark;
  private final Pipeline pipeline;
  private final Transformation transformation;
  private final StagingPass staging;

  /**
   * @param typing the meaning of the raw rows of the pipeline's format
   * @throws Problem INVALID where the pipeline's SQL is not row-wise or doesn't fit its schema
   */
  public Refiner(SparkSession spark, Pipeline pipeline, RecordTyping typing) {
    this(spark, pipeline, typing, Lookups.NONE);
  }

  /**
   * @param lookups the rows of the references that the pipeline's SQL joins
   */
  public Refiner(SparkSession spark, Pipeline pipeline, RecordTyping typing, Lookups lookups) {
    this.spark = spark;
    this.pipeline = pipeline;
    this.transformation = new Transformation(spark, pipeline, typing, lookups);
    this.staging = new StagingPass(transformation, keyColumns());
  }

  /** Raw rows of no record. */
  public Dataset<Row> noRaw() {
    return spark.createDataFrame(List.of(), transformation.typed().rawSchema());
  }

  /** The transformed table's columns: the SQL's, then the engine's. */
  public StructType schema() {
    return transformation.schema();
  }

  /** The columns of {@link #schema} that are made of what must never show. */
  public Set<String> personalColumns() {
    return transformation.personalColumns();
  }

  /** True where each record gives exactly one row. */
  public boolean isOneToOne() {
    return transformation.isOneToOne();
  }

  /**
   * The source columns whose text tells two keys apart; empty where the key is more than that, or
   * comes from what a record explodes to.
   */
  public List<String> keyColumns() {
    List<String> columns =
        pipeline.key().stream()
            .map(transformation::sourceColumn)
            .flatMap(Optional::stream)
            .toList();
    return columns.size() == pipeline.key().size() && isOneToOne() ? columns : List.of();
  }

  /**
   * Rows of the transformed table for the records that pass and share their key with no other as
   * far as hints go. Every other record gives one row without an event date, which {@link
   * #setAside} turns into that record again. So the input is read once, however much of it is bad.
   *
   * @param raw as {@link RecordTyping} has them
   * @param publishedAt the rows' processed_timestamp
   */
  public Dataset<Row> stage(Dataset<Row> raw, DuplicateHints hints, Instant publishedAt) {
    return staging.of(raw, hints, publishedAt);
  }

  /** The raw records that {@link #stage} has set aside. */
  public Dataset<Row> setAside(Dataset<Row> stagedWithoutDate) {
    return staging.setAside(stagedWithoutDate);
  }

  /**
   * Of what {@link #stage} has set aside, the record hashes of those that passed, and gave a row
   * without a date; where a record may give several, others of them may have one.
   */
  public HashFilter undated(Dataset<Row> stagedWithoutDate) {
    return isOneToOne()
        ? HashFilter.none()
        : DuplicateHashes.set(
            DuplicateHashes.chunks(
                staging.undated(stagedWithoutDate), col(EngineColumns.RECORD_HASH)));
  }

  /**
   * The number of records that {@link #stage} doesn't set aside, by file: {@code file, records}.
   */
  public Dataset<Row> kept(Dataset<Row> raw, DuplicateHints hints) {
    return staging.kept(raw, hints);
  }

  /**
   * Every record, validated in detail.
   *
   * @param raw as in {@link #stage}; what comes of it has {@link EngineColumns#BATCH} where raw
   *     rows have
   */
  public ValidatedRecords refine(Dataset<Row> raw, Instant publishedAt) {
    return new RecordExaminer(transformation).refine(raw, publishedAt);
  }

  /**
   * The record hashes of rows that share key and date with another of them, or of the others.
   *
   * @param rows of the transformed table
   * @param number how many they are
   */
  public HashFilter sharing(Dataset<Row> rows, long number, List<Dataset<Row>> others) {
    JavaRDD<long[]> hashes = DuplicateHashes.chunks(rows, keyHash());
    List<JavaRDD<long[]>> otherHashes =
        others.stream().map(other -> DuplicateHashes.chunks(other, keyHash())).toList();
    HashFilter keys = DuplicateHashes.among(hashes, otherHashes, number);
    return keys.isEmpty()
        ? keys
        : DuplicateHashes.set(
            DuplicateHashes.chunks(
                rows.where(keys.contain(keyHash())), col(EngineColumns.RECORD_HASH)));
  }

  /**
   * Judged records, compared with each other and with what is published.
   *
   * @param records evaluated several times
   * @param published the transformed table as it is, empty before it is made
   */
  public DeduplicatedRecords compare(ValidatedRecords records, Optional<Dataset<Row>> published) {
    return DeduplicatedRecords.of(deduplicator(), records, published);
  }

  /**
   * Judged records of several batches, those of each compared with each other alone, as if it were
   * the first batch of a table of its own.
   *
   * @param records have {@link EngineColumns#BATCH}; evaluated several times
   */
  public DeduplicatedRecords compareWithinBatches(ValidatedRecords records) {
    return DeduplicatedRecords.of(deduplicator(true), records, Optional.empty());
  }

  /** Compares rows that have the same key. */
  Deduplicator deduplicator() {
    return deduplicator(false);
  }

  private Deduplicator deduplicator(boolean withinBatch) {
    return new Deduplicator(pipeline, isOneToOne(), this::isPersonal, withinBatch);
  }

  /**
   * A hash of a row's key, for rows of the transformed table; as {@link EngineColumns#KEY_HASH}.
   */
  public Column keyOnlyHash() {
    return transformation.keyHash();
  }

  /** The hash of a row's key and event date, for rows of the transformed table. */
  private Column keyHash() {
    return xxhash64(deduplicator().keyAndDate());
  }

  /**
   * True for a column of the transformed table that may show what should never show: it is
   * personal, or more than a copy of a column that isn't.
   */
  private boolean isPersonal(String column) {
    Set<String> personal = pipeline.personal();
    return !personal.isEmpty()
        && transformation.sourceColumn(column).filter(name -> !personal.contains(name)).isEmpty();
  }
}
