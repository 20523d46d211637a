// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import static io.sluice.record.EngineColumns.PROCESSED_TIMESTAMP;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.SOURCE_FILE;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Findings;
import io.sluice.pipeline.OutputColumns;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.Reference;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.Source;
import io.sluice.pipeline.SqlFile;
import io.sluice.refine.RowWise;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.FilesTable;
import io.sluice.relation.QuarantineTable;
import io.sluice.relation.RestatementsTable;
import io.sluice.text.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Check that every SQL file of a pipeline fits the columns of what it reads, and makes columns that
 * tables can have. It takes what can be used of a folder, adds all mistakes to its findings, and
 * needs neither a session nor rows.
 */
public final class PipelineFit {
  private static final StructType IDS = new StructType().add("id", DataTypes.LongType);

  private final PipelineDraft draft;
  private final Findings findings;
  private final ReferenceColumns others;
  private final FitRelations relations = new FitRelations();

  private PipelineFit(PipelineDraft draft, ReferenceColumns others, Findings findings) {
    this.draft = draft;
    this.findings = findings;
    this.others = others;
  }

  /**
   * Adds what is wrong with the SQL to the draft's findings.
   *
   * @param others finds the columns of other pipelines' relations
   */
  public static FitRelations check(PipelineDraft draft, ReferenceColumns others) {
    PipelineFit fit = new PipelineFit(draft, others, draft.findings());
    fit.check();
    return fit.relations;
  }

  /** The names of the references that the event date depends on; all where that is unknown. */
  public static Set<String> dating(PipelineDraft draft, ReferenceColumns others) {
    SqlFile file = draft.transformations().orElseThrow();
    Set<String> read = file.relations();
    PipelineFit fit = new PipelineFit(draft, others, new Findings());
    fit.addSource();
    return fit.relations
        .resolve(file, read, fit.findings)
        .flatMap(ResolvedQuery::plan)
        .map(
            plan ->
                RowWise.deciding(
                    RowWise.inlined(plan), draft.eventDate().orElseThrow(), draft.references()))
        .map(deciding -> deciding.stream().map(Reference::name).collect(Collectors.toSet()))
        .orElse(read);
  }

  private void addSource() {
    draft.schema().ifPresent(schema -> relations.add(Relations.SOURCE, source(schema)));
    for (Reference reference : draft.references()) {
      others
          .of(reference)
          .ifPresent(
              columns -> {
                checkKey(reference, columns);
                relations.add(reference.name(), columns);
              });
    }
  }

  private void checkKey(Reference reference, StructType columns) {
    List<String> names = List.of(columns.fieldNames());
    for (String key : reference.key()) {
      if (!names.contains(key)) {
        draft
            .yaml()
            .refuseReferenceItem(
                reference.name(),
                "key",
                key,
                "'%s', which %s does not have%s"
                    .formatted(key, reference.title(), Suggestions.didYouMean(key, names)),
                "its columns: " + list(key, names));
      } else if (columns.apply(key).dataType() instanceof MapType map) {
        draft
            .yaml()
            .refuseReferenceItem(
                reference.name(),
                "key",
                key,
                "'%s' of type %s".formatted(key, map.sql()),
                "columns that can be compared");
      }
    }
  }

  private void check() {
    relations.add(Relations.FILES, FilesTable.LAYOUT.schema());
    relations.add(Relations.QUARANTINE, QuarantineTable.LAYOUT.schema());
    relations.add(Relations.DECISIONS, DecisionsTable.LAYOUT.schema());
    relations.add(Relations.RESTATEMENTS, RestatementsTable.LAYOUT.schema());
    relations.add(Relations.IDS, IDS);
    addSource();
    relations.check(draft.macros(), findings);
    draft.rules().ifPresent(this::checkRules);
    draft.transformations().ifPresent(this::checkTransformations);
    draft.aggregations().forEach(this::checkAggregation);
    for (QualityCheck check : draft.checks()) {
      relations.resolve(check.sql(), check.reads(), findings);
    }
    draft.generate().ifPresent(this::checkGenerate);
  }

  private static StructType source(StructType schema) {
    StructType nullable = new StructType();
    for (StructField field : schema.fields()) {
      nullable = nullable.add(field.name(), field.dataType().asNullable(), true);
    }
    return nullable
        .add(Source.FILE, DataTypes.StringType)
        .add(Source.LANDED_AT, DataTypes.TimestampType);
  }

  private void checkRules(SqlFile rules) {
    Optional<ResolvedQuery> query = relations.resolve(rules, rules.relations(), findings);
    query.flatMap(ResolvedQuery::plan).ifPresent(plan -> checkRowWise(rules, plan));
    query.ifPresent(
        resolved -> {
          OutputColumns written = OutputColumns.of(rules.plan());
          for (StructField rule : resolved.known()) {
            if (!(rule.dataType() instanceof BooleanType)) {
              findings.add(
                  rules.name(),
                  written.place(rule.name()),
                  "found the rule '%s' of type %s; allowed: a condition, which is BOOLEAN"
                      .formatted(rule.name(), rule.dataType().sql()));
            }
          }
        });
  }

  private void checkTransformations(SqlFile file) {
    Optional<ResolvedQuery> query = relations.resolve(file, file.relations(), findings);
    query.flatMap(ResolvedQuery::plan).ifPresent(plan -> checkRowWise(file, plan));
    query.flatMap(ResolvedQuery::columns).ifPresent(columns -> checkNeeded(file, columns));
    query.ifPresent(resolved -> checkStored(file, file.relations(), resolved.known()));
    if (query.isPresent() && draft.table().isPresent()) {
      StructType engine =
          new StructType()
              .add(SOURCE_FILE, DataTypes.StringType)
              .add(RECORD_HASH, DataTypes.LongType)
              .add(PROCESSED_TIMESTAMP, DataTypes.TimestampType);
      relations.add(draft.table().get(), query.get().with(engine));
    }
  }

  private void checkRowWise(SqlFile file, LogicalPlan plan) {
    for (RowWise.Refusal refusal :
        RowWise.of(RowWise.inlined(plan), draft.references()).refusals()) {
      findings.add(
          file.name(),
          refusal.place(),
          "found what isn't row by row: %s; allowed: select, with, subselects in from, and explode%s"
              .formatted(
                  refusal.why(),
                  draft.references().isEmpty() ? "" : ", and left joins of references"));
    }
  }

  private void checkStored(SqlFile file, Set<String> reads, List<StructField> columns) {
    new StoredColumns(file, OutputColumns.of(file.plan()), findings)
        .check(columns, relations.names(reads));
  }

  private void checkNeeded(SqlFile file, StructType columns) {
    List<String> names = List.of(columns.fieldNames());
    OutputColumns written = OutputColumns.of(file.plan());
    for (String engine : List.of(SOURCE_FILE, RECORD_HASH, PROCESSED_TIMESTAMP)) {
      names.stream()
          .filter(engine::equalsIgnoreCase)
          .forEach(
              name ->
                  findings.add(
                      file.name(),
                      written.place(name),
                      "found the column '%s', which Sluice adds itself; allowed: any other name"
                          .formatted(name)));
    }
    String selected = "columns that transformations.sql selects: ";
    for (String key : draft.key()) {
      if (!names.contains(key)) {
        draft.yaml().refuseItem("key", key, unselected(key, names), selected + list(key, names));
      } else if (columns.apply(key).dataType() instanceof MapType map) {
        draft
            .yaml()
            .refuseItem(
                "key",
                key,
                "'%s' of type %s".formatted(key, map.sql()),
                "columns that can be compared");
      }
    }
    draft
        .eventDate()
        .ifPresent(
            date -> {
              if (!names.contains(date)) {
                draft
                    .yaml()
                    .refuse("event-date", unselected(date, names), selected + list(date, names));
              } else {
                StructField field = columns.apply(date);
                boolean isKnown = !field.dataType().equals(DataTypes.NullType);
                if (isKnown && !(field.dataType() instanceof DateType)) {
                  findings.add(
                      file.name(),
                      written.place(date),
                      "found the event date '%s' of type %s; allowed: DATE, such as to_date(…) as %s"
                          .formatted(date, field.dataType().sql(), date));
                }
              }
            });
  }

  private static String unselected(String name, List<String> names) {
    return "'%s', which transformations.sql does not select%s"
        .formatted(name, Suggestions.didYouMean(name, names));
  }

  private static String list(String meant, List<String> names) {
    return Suggestions.first(meant, names);
  }

  private void checkAggregation(Aggregation aggregation) {
    SqlFile file = aggregation.sql();
    Optional<ResolvedQuery> query = relations.resolve(file, aggregation.reads(), findings);
    query.ifPresent(resolved -> checkStored(file, aggregation.reads(), resolved.known()));
    query.ifPresent(
        resolved -> {
          new Incremental(aggregation, draft, relations, findings).check(resolved);
          relations.add(aggregation.relation(), resolved.with(new StructType()));
        });
  }

  private void checkGenerate(SqlFile file) {
    Map<String, Literal> start = Map.of("start", Literal.create(0L, DataTypes.TimestampType));
    Optional<StructType> made =
        relations
            .resolve(file, Set.of(Relations.IDS), start, findings)
            .flatMap(ResolvedQuery::columns);
    if (made.isEmpty() || draft.schema().isEmpty()) {
      return;
    }
    List<String> names = List.of(made.get().fieldNames());
    String missing =
        Arrays.stream(draft.schema().get().fields())
            .filter(field -> !field.nullable())
            .map(StructField::name)
            .filter(name -> !names.contains(name))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      findings.add(
          file.name(),
          "found no %s, which pipeline.yaml requires of every file; allowed: a query that selects every column with NOT NULL"
              .formatted(missing));
    }
  }
}
