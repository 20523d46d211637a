// SPDX-License-Identifier: Apache-2.0
package io.sluice.reference;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.sluice.format.SourceFormats;
import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch;
import io.sluice.intake.SourceFormat;
import io.sluice.pipeline.Reference;
import io.sluice.pipeline.Source;
import io.sluice.problem.Problem;
import io.sluice.refine.StrictRecords;
import io.sluice.storage.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A file of the pipeline's folder: its rows are typed once for each content, and kept. */
final class FileContent implements ReferenceContent {
  private static final int HASH_LENGTH = 16;

  private final Reference.OfFile reference;
  private final Storage storage;
  private final Path path;
  private final CheckedReferences checked;
  private Optional<String> version = Optional.empty();
  private Optional<Dataset<Row>> rows = Optional.empty();

  /**
   * @param folder the pipeline's
   */
  FileContent(Reference.OfFile reference, Storage storage, Path folder, CheckedReferences checked) {
    this.reference = reference;
    this.storage = storage;
    this.path = storage.linked(reference.in(folder));
    this.checked = checked;
  }

  @Override
  public Reference reference() {
    return reference;
  }

  @Override
  public String version() {
    if (version.isEmpty()) {
      version = Optional.of(hashed());
    }
    return version.get();
  }

  private String hashed() {
    return "content " + storage.sha256(path).substring(0, HASH_LENGTH);
  }

  @Override
  public Dataset<Row> rows(SparkSession spark) {
    if (rows.isEmpty()) {
      rows = Optional.of(found(spark));
    }
    return rows.get();
  }

  private Dataset<Row> found(SparkSession spark) {
    if (checked.has(reference, version())) {
      return kept(spark);
    }
    Opened opened = open(spark);
    Dataset<Row> typed = opened.typed();
    if (!checked.keeps()) {
      requireAllFit(opened, typed);
      Dataset<Row> found = typed.drop(StrictRecords.FITS);
      UniqueKeys.require(found, reference, reference.title());
      return found;
    }
    typed.write().mode("overwrite").parquet(folder().toString());
    requireAllFit(opened, spark.read().parquet(Storage.literal(folder())));
    if (!hashed().equals(version())) {
      throw Problem.failed(
          "Cannot use the reference %s: %s has changed while it was read; run it again"
              .formatted(reference.name(), reference.title()));
    }
    UniqueKeys.require(kept(spark), reference, reference.title());
    checked.put(reference, version());
    return kept(spark);
  }

  private Path folder() {
    return checked.rows(reference, version());
  }

  private Dataset<Row> kept(SparkSession spark) {
    return spark.read().schema(nullable()).parquet(Storage.literal(folder()));
  }

  private StructType nullable() {
    StructType schema = new StructType();
    for (StructField field : reference.source().schema().fields()) {
      schema = schema.add(field.name(), field.dataType(), true);
    }
    return schema;
  }

  /**
   * The file, opened.
   *
   * @param count of its records, without the parser
   */
  private record Opened(
      SourceFormat format, StrictRecords strict, Dataset<Row> records, long count) {
    Dataset<Row> typed() {
      return strict.typed(records);
    }
  }

  /**
   * @throws Problem INVALID where it can't be read, or has other columns
   */
  private Opened open(SparkSession spark) {
    Source source = reference.source();
    SourceFormat format = SourceFormats.of(source);
    requireColumns(storage, path, reference);
    RawBatch raw =
        format.reader(spark, storage).open(Map.of(path, delivery(reference)), List.of(), Map.of());
    raw.rejected().values().stream()
        .findFirst()
        .ifPresent(
            reason -> {
              throw refused(reference, reason);
            });
    Dataset<Row> records =
        raw.rows().orElseThrow(() -> refused(reference, "it is empty; write its header at least"));
    return new Opened(format, new StrictRecords(source, format.typing()), records, raw.records());
  }

  /**
   * Requires that all records fit. Where rows are kept, that is asked of those: a file may have ten
   * million, and is parsed once.
   *
   * @throws Problem INVALID where a value doesn't, with its line and column
   */
  private void requireAllFit(Opened opened, Dataset<Row> typed) {
    Column unfit = when(not(col(StrictRecords.FITS)), lit(1));
    Row counts = typed.agg(count(lit(1)), count(unfit)).head();
    if (counts.getLong(1) > 0) {
      throw unfit(opened.format(), opened.strict().unfit(opened.records()).head());
    } else if (counts.getLong(0) != opened.count()) {
      throw refused(
          reference,
          "its bytes hold %d records, but %d were read; correct its quotes"
              .formatted(opened.count(), counts.getLong(0)));
    }
  }

  /**
   * Requires that a file has the columns of its schema and no others, as far as that shows without
   * Spark.
   */
  static void requireColumns(Storage storage, Path path, Reference.OfFile reference) {
    StructType required = new StructType();
    for (StructField field : reference.source().schema().fields()) {
      required = required.add(field.name(), field.dataType(), false);
    }
    SourceFormats.of(reference.source().with(required))
        .rejection(storage, path)
        .ifPresent(
            reason -> {
              throw refused(reference, reason);
            });
  }

  private static Delivery delivery(Reference.OfFile reference) {
    return new Delivery(reference.file(), 0, Instant.EPOCH);
  }

  private Problem unfit(SourceFormat format, Row row) {
    List<String> texts = row.getList(row.fieldIndex(StrictRecords.TEXTS));
    String line = row.getAs(StrictRecords.LINE);
    OptionalLong number = format.line(storage, path, texts, Optional.ofNullable(line));
    String where = number.isPresent() ? "line %d, ".formatted(number.getAsLong()) : "";
    if (line != null) {
      return refused(
          reference, where + "has another number of values than its header; correct the line");
    }
    List<Row> reasons = row.getList(row.fieldIndex(StrictRecords.REASONS));
    Row first = reasons.get(0);
    return refused(
        reference,
        "%scolumn %s; correct the value".formatted(where, first.<String>getAs("message")));
  }

  /** Reasons of files that land name options of their source, and end with another remedy. */
  private static Problem refused(Reference.OfFile reference, String reason) {
    return Problem.invalid(
        "Cannot use the reference %s: %s: %s"
            .formatted(
                reference.name(),
                reference.title(),
                reason
                    .replaceFirst("^[a-z_0-9]+: ", "")
                    .replace(", and land it again", "")
                    .replace("; land it again, whole", "")
                    .replace(
                        ", and extra-columns is reject",
                        "; take it out of the file, or put it into the schema")
                    .replace("source.options", "references." + reference.name() + ".options")
                    .replace("options of source", "options of references." + reference.name())));
  }
}
