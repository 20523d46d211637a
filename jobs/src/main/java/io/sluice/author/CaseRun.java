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
import io.sluice.spark.DriverRows;
import io.sluice.spark.Queries;
import io.sluice.spark.RowTexts;
import io.sluice.spark.TemporaryViews;
import java.util.ArrayList;
import java.util.HashMap;
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
final class CaseRun implements AutoCloseable {
  private final GivenSource source;
  private final RelationColumns columns;
  private final CaseReferences references;
  private final JointRecords joint;
  private final Map<String, CaseFile> given;
  private final TemporaryViews views;

  /** What has been worked out. */
  private final Map<Made, DriverRows> known = new HashMap<>();

  private Optional<DeduplicatedRecords> compared = Optional.empty();

  /**
   * A relation that is made of others.
   *
   * @param ofBatch whether the table's name means the rows that come of the source alone
   */
  private record Made(String relation, boolean ofBatch) {
    static Made of(String relation) {
      return new Made(relation, false);
    }
  }

  /**
   * @param joint the records of this case and of others
   * @param given by relation
   */
  CaseRun(
      GivenSource source,
      RelationColumns columns,
      CaseReferences references,
      JointRecords joint,
      Map<String, CaseFile> given) {
    this.source = source;
    this.columns = columns;
    this.references = references;
    this.joint = joint;
    this.given = given;
    this.views = new TemporaryViews(source.spark());
  }

  /**
   * Compares the rows that come out for a relation with those that a file expects, in the columns
   * that the file names.
   */
  Optional<CaseDifference> difference(String relation, CaseFile file) {
    DriverRows found = relation(relation, file);
    CaseTable expected = file.table(source.storage());
    DriverRows wanted = new GivenRows(expected, relation, found.schema()).typed();
    List<String> columns =
        expected.names().isEmpty() ? List.of(found.schema().fieldNames()) : expected.names();
    List<Integer> lines = expected.rows().stream().map(CaseTable.Line::number).toList();
    return RowDifference.of(
            columns, RowTexts.of(wanted, columns), lines, RowTexts.of(found, columns))
        .map(rows -> new CaseDifference(rows, found.schema()));
  }

  @Override
  public void close() {
    views.close();
  }

  private DriverRows relation(String expected, CaseFile file) {
    if (expected.equals(pipeline().table())) {
      requireAnyGiven(file, Set.of(Relations.SOURCE));
      return publishable();
    } else if (expected.equals(Relations.QUARANTINE)) {
      requireAnyGiven(file, Set.of(Relations.SOURCE));
      return quarantine();
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

  private DriverRows known(Made made, Supplier<DriverRows> work) {
    DriverRows rows = known.get(made);
    if (rows == null) {
      rows = work.get();
      known.put(made, rows);
    }
    return rows;
  }

  private DriverRows publishable() {
    return known(
        Made.of(Relations.SOURCE),
        () ->
            joint
                .of(given.get(Relations.SOURCE))
                .map(CaseRecords::publishable)
                .orElseGet(() -> DriverRows.of(compared().publishable())));
  }

  /** The input's columns as they were read, and the reasons' codes in their order. */
  private DriverRows quarantine() {
    Dataset<Row> quarantined =
        joint
            .of(given.get(Relations.SOURCE))
            .map(records -> records.quarantined().relation(source.spark()))
            .orElseGet(() -> compared().quarantined());
    List<Column> columns = new ArrayList<>();
    RecordTyping typing = SourceFormats.of(pipeline().source()).typing();
    for (StructField field : pipeline().source().schema().fields()) {
      columns.add(typing.kept(field, col("record")).as(field.name()));
    }
    columns.add(concat_ws("|", col("reasons.code")).as("codes"));
    return DriverRows.of(quarantined.select(columns.toArray(Column[]::new)));
  }

  /** The table, where it is given beside the source, is what was published before. */
  private DeduplicatedRecords compared() {
    if (compared.isEmpty()) {
      GivenSource own = source.lookingUp(references, given);
      Optional<Dataset<Row>> published =
          given.containsKey(pipeline().table())
              ? Optional.of(
                  rows(pipeline().table(), own.refiner().schema()).relation(source.spark()))
              : Optional.empty();
      compared =
          Optional.of(
              own.refiner()
                  .compare(
                      own.refined(own.raw(given.get(Relations.SOURCE))),
                      // No record has this hash: a row that is given is another record than any
                      // that comes.
                      published.map(
                          rows -> rows.na().fill(0L, new String[] {EngineColumns.RECORD_HASH}))));
    }
    return compared.get();
  }

  private DriverRows generated(CaseFile expected) {
    requireAnyGiven(expected, Set.of(Relations.IDS));
    SqlFile sql = pipeline().generate().orElseThrow();
    Dataset<Row> ids = rows(Relations.IDS, GeneratedRows.IDS).relation(source.spark());
    return evaluated(sql, () -> GeneratedRows.rows(sql, ids, GeneratedRows.START));
  }

  /**
   * @param ofBatch whether the table's name means the rows that come of the source alone
   */
  private DriverRows query(CaseFile expected, SqlFile sql, Set<String> reads, boolean ofBatch) {
    requireKnown(expected, sql, reads);
    return query(sql, reads, rows -> rows, ofBatch);
  }

  /** Rows of an aggregation over all that is given at once: to a stream nothing is late. */
  private DriverRows query(Aggregation made, boolean ofBatch) {
    return known(
        new Made(made.relation(), ofBatch),
        () -> query(made.sql(), made.reads(), new StreamInput(made.streaming())::whole, ofBatch));
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
  private DriverRows query(
      SqlFile sql, Set<String> reads, UnaryOperator<Dataset<Row>> input, boolean ofBatch) {
    Map<String, Dataset<Row>> read = new TreeMap<>();
    reads.forEach(relation -> read.put(relation, read(relation, ofBatch)));
    read.computeIfPresent(pipeline().table(), (table, rows) -> input.apply(rows));
    read.forEach(views::add);
    return evaluated(sql, () -> Queries.of(source.spark(), sql));
  }

  /** Rows of a query of a file, computed here, where an error is known to be the file's. */
  private DriverRows evaluated(SqlFile sql, Supplier<Dataset<Row>> query) {
    return Queries.evaluated(
        source.spark(),
        sql,
        "use",
        pipeline().source().personal(),
        () -> DriverRows.of(query.get()));
  }

  /** Rows that a query reads: given, or made of given ones, or else none. */
  private Dataset<Row> read(String relation, boolean ofBatch) {
    Optional<Reference> reference = pipeline().reference(relation);
    return reference.isPresent()
        ? references.rows(reference.get(), given)
        : rows(relation, ofBatch).relation(source.spark());
  }

  private DriverRows rows(String relation, boolean ofBatch) {
    if (relation.equals(pipeline().table()) && given.containsKey(Relations.SOURCE)) {
      return ofBatch ? publishable() : rows(relation).and(publishable());
    }
    return aggregation(relation)
        .filter(made -> !given.containsKey(relation) && made.reads().stream().anyMatch(this::isFed))
        .map(made -> query(made, ofBatch))
        .orElseGet(() -> rows(relation));
  }

  /** Rows as they are given; none where they aren't. */
  private DriverRows rows(String relation) {
    return rows(relation, columns.of(relation).orElseThrow());
  }

  private DriverRows rows(String relation, StructType schema) {
    return given.containsKey(relation)
        ? new GivenRows(given.get(relation).table(source.storage()), relation, schema).typed()
        : new DriverRows(schema, List.of());
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
