// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import io.sluice.aggregate.StreamInput;
import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.Reference;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.SqlFile;
import io.sluice.pipeline.Stage;
import io.sluice.record.EngineColumns;
import io.sluice.record.RecordTyping;
import io.sluice.refine.DeduplicatedRecords;
import io.sluice.spark.Queries;
import io.sluice.spark.RowTexts;
import io.sluice.spark.TemporaryViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** One case at work: given relations are views of the session until it is closed. */
record CaseRun(
    GivenSource source,
    RelationColumns columns,
    CaseReferences references,
    Map<String, CaseFile> given,
    TemporaryViews views)
    implements AutoCloseable {
  /**
   * Compares the rows that come out for a relation with those that a file expects, in the columns
   * that the file names.
   */
  Optional<CaseDifference> difference(String relation, CaseFile file) {
    Dataset<Row> found = relation(relation, file);
    CaseTable expected = file.table(source.storage());
    Dataset<Row> wanted = new GivenRows(expected, relation, found.schema()).typed(source.spark());
    List<String> columns = expected.names().isEmpty() ? List.of(found.columns()) : expected.names();
    List<Integer> lines = expected.rows().stream().map(CaseTable.Line::number).toList();
    return RowDifference.of(
            columns, RowTexts.of(wanted, columns), lines, RowTexts.of(found, columns))
        .map(rows -> new CaseDifference(rows, found.schema()));
  }

  @Override
  public void close() {
    views.close();
  }

  private Dataset<Row> relation(String expected, CaseFile file) {
    if (expected.equals(pipeline().table())) {
      requireAnyGiven(file, Set.of(Relations.SOURCE));
      return refined().publishable();
    } else if (expected.equals(Relations.QUARANTINE)) {
      requireAnyGiven(file, Set.of(Relations.SOURCE));
      return quarantine(refined());
    } else if (expected.equals(CaseRelations.GENERATE)) {
      return generated(file);
    }
    Optional<Aggregation> aggregation = aggregation(expected);
    if (aggregation.isPresent()) {
      requireKnown(file, aggregation.get().sql(), aggregation.get().reads());
      return query(aggregation.get(), false);
    }
    for (QualityCheck check : pipeline().checks()) {
      if (check.name().equals(expected)) {
        return query(file, check.sql(), check.reads(), check.stage() == Stage.BATCH);
      }
    }
    throw new IllegalStateException("nothing makes " + expected);
  }

  /** The table, where it is given beside the source, is what was published before. */
  private DeduplicatedRecords refined() {
    Optional<Dataset<Row>> published =
        given.containsKey(pipeline().table())
            ? Optional.of(rows(pipeline().table(), source.refiner().schema()))
            : Optional.empty();
    return source
        .refiner()
        .compare(
            source.refined(source.raw(given.get(Relations.SOURCE))),
            // No record has this hash: a row that is given is another record than any that comes.
            published.map(rows -> rows.na().fill(0L, new String[] {EngineColumns.RECORD_HASH})));
  }

  /** The input's columns as they were read, and the reasons' codes in their order. */
  private Dataset<Row> quarantine(DeduplicatedRecords compared) {
    List<Column> columns = new ArrayList<>();
    RecordTyping typing = SourceFormats.of(pipeline().source()).typing();
    for (StructField field : pipeline().source().schema().fields()) {
      columns.add(typing.kept(field, col("record")).as(field.name()));
    }
    columns.add(concat_ws("|", col("reasons.code")).as("codes"));
    return compared.quarantined().select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> generated(CaseFile expected) {
    requireAnyGiven(expected, Set.of(Relations.IDS));
    SqlFile sql = pipeline().generate().orElseThrow();
    Dataset<Row> ids = rows(Relations.IDS, GeneratedRows.IDS);
    return evaluated(sql, () -> GeneratedRows.rows(sql, ids, GeneratedRows.START));
  }

  /**
   * @param ofBatch whether the table's name means the rows that come of the source alone
   */
  private Dataset<Row> query(CaseFile expected, SqlFile sql, Set<String> reads, boolean ofBatch) {
    requireKnown(expected, sql, reads);
    return query(sql, reads, rows -> rows, ofBatch);
  }

  /** Rows of an aggregation over all that is given at once: to a stream nothing is late. */
  private Dataset<Row> query(Aggregation made, boolean ofBatch) {
    return query(made.sql(), made.reads(), new StreamInput(made.streaming())::whole, ofBatch);
  }

  private void requireKnown(CaseFile expected, SqlFile sql, Set<String> reads) {
    requireAnyGiven(expected, reads);
    for (String relation : reads) {
      if (columns.of(relation).isEmpty()) {
        String why = "%s reads %s, which a case can't give".formatted(sql.name(), relation);
        throw CaseTable.wrong(expected.name(), why);
      }
    }
  }

  /**
   * @param input what the query finds of the table's rows
   */
  private Dataset<Row> query(
      SqlFile sql, Set<String> reads, UnaryOperator<Dataset<Row>> input, boolean ofBatch) {
    Map<String, Dataset<Row>> read = new TreeMap<>();
    reads.forEach(relation -> read.put(relation, read(relation, ofBatch)));
    read.computeIfPresent(pipeline().table(), (table, rows) -> input.apply(rows));
    read.forEach(views::add);
    return evaluated(sql, () -> Queries.of(source.spark(), sql));
  }

  /** Rows of a query of a file, computed here, where an error is known to be the file's. */
  private Dataset<Row> evaluated(SqlFile sql, Supplier<Dataset<Row>> query) {
    return Queries.evaluated(
        source.spark(),
        sql,
        "use",
        pipeline().source().personal(),
        () -> query.get().localCheckpoint());
  }

  /** Rows that a query reads: given, or made of given ones, or else none. */
  private Dataset<Row> read(String relation, boolean ofBatch) {
    Optional<Reference> reference = pipeline().reference(relation);
    if (reference.isPresent()) {
      return references.rows(reference.get(), given);
    }
    if (relation.equals(pipeline().table()) && given.containsKey(Relations.SOURCE)) {
      StructType schema = columns.of(relation).orElseThrow();
      Dataset<Row> added = refined().publishable();
      return ofBatch ? added : rows(relation, schema).unionByName(added);
    }
    return aggregation(relation)
        .filter(made -> !given.containsKey(relation) && made.reads().stream().anyMatch(this::isFed))
        .map(made -> query(made, ofBatch))
        .orElseGet(() -> rows(relation, columns.of(relation).orElseThrow()));
  }

  private Dataset<Row> rows(String relation, StructType schema) {
    return given.containsKey(relation)
        ? new GivenRows(given.get(relation).table(source.storage()), relation, schema)
            .typed(source.spark())
        : source.spark().createDataFrame(List.of(), schema);
  }

  private void requireAnyGiven(CaseFile expected, Set<String> reads) {
    if (reads.stream().noneMatch(this::isFed)) {
      String why = "it comes of %s, and nothing of that is given";
      throw CaseTable.wrong(
          expected.name(), why.formatted(String.join(", ", new TreeSet<>(reads))));
    }
  }

  /** Returns whether a relation is given, or made of one that is. */
  private boolean isFed(String relation) {
    return given.containsKey(relation)
        || (relation.equals(pipeline().table()) && given.containsKey(Relations.SOURCE))
        || aggregation(relation).stream()
            .flatMap(made -> made.reads().stream())
            .anyMatch(this::isFed);
  }

  private Pipeline pipeline() {
    return source.pipeline();
  }

  private Optional<Aggregation> aggregation(String relation) {
    return pipeline().aggregations().stream()
        .filter(each -> each.relation().equals(relation))
        .findFirst();
  }
}
