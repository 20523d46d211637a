// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * One try of a pipeline's incremental aggregations, after {@link FolderCheck} has found what can be
 * seen without rows. In its report the proofs are the checks.
 */
public final class ValidateRun {
  private final RunContext context;
  private final Pipeline pipeline;
  private final boolean isCompared;
  private final boolean isProved;
  private final List<String> only;
  private final AggregationProofs proofs;

  /**
   * @param isCompared whether the folder was compared with what is published
   * @param withoutProof whether no aggregation is tried
   * @param only the aggregations that are tried; none for all
   * @param again whether those are tried that held before, and nothing has changed since
   */
  public ValidateRun(
      RunContext context,
      boolean isCompared,
      boolean withoutProof,
      List<String> only,
      boolean again) {
    this.context = context;
    this.isCompared = isCompared;
    this.isProved = !withoutProof;
    this.only = only;
    this.pipeline = context.pipeline();
    this.proofs = new AggregationProofs(context, again);
  }

  /**
   * @throws Problem INVALID where anything has to be corrected
   */
  public Outcome run() {
    List<Aggregation> incremental = incremental();
    context.verdict(
        "RUN", "%s of %s".formatted(Counted.of(incremental.size(), "proof"), pipeline.name()));
    tell("ok", "%s fit what they read".formatted(Counted.of(files(), "SQL file")));
    if (isCompared) {
      tellNewColumns(FolderCheck.columnsToCome(context));
    }
    pipeline.aggregations().stream()
        .filter(each -> !each.materialized().isExact())
        .forEach(
            each ->
                tell(
                    "skip",
                    AggregationProofs.subject(each)
                        + " is not proved: what becomes of late rows is up to its watermark"));
    List<Reference> references = pipeline.references();
    List<Aggregation> changed = proofs.changed(incremental);
    if (!changed.isEmpty() || !references.isEmpty()) {
      SparkSession spark = Sessions.openForFewRows(context);
      CaseReferences rows = new CaseReferences(spark, context.storage(), pipeline);
      references.forEach(each -> lookThrough(each, rows));
      if (!changed.isEmpty()) {
        proofs.run(spark, rows, changed);
      }
    }
    List<String> failed = proofs.failed();
    if (!failed.isEmpty()) {
      throw new Problem(
          Outcome.INVALID,
          "Cannot pass %s: computed incrementally, %s %s not what the full query gives"
              .formatted(
                  pipeline.name(), String.join(", ", failed), failed.size() == 1 ? "is" : "are"),
          "let each row depend on rows of its own date alone, or make it '-- materialized: full'");
    }
    return Outcome.SUCCEEDED;
  }

  /** The aggregations to be tried. */
  private List<Aggregation> incremental() {
    List<String> names = pipeline.aggregations().stream().map(Aggregation::relation).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw Problem.invalid(
            "Cannot try %s: %s has no such aggregation%s; it has %s"
                .formatted(
                    Escaped.quoted(name),
                    pipeline.name(),
                    Suggestions.didYouMean(name, names),
                    names.isEmpty() ? "none" : Suggestions.first(name, names)));
      }
    }
    return pipeline.aggregations().stream()
        .filter(each -> isProved && (only.isEmpty() || only.contains(each.relation())))
        .filter(each -> each.materialized().isIncremental() && each.materialized().isExact())
        .toList();
  }

  private void tellNewColumns(List<String> columns) {
    if (!columns.isEmpty()) {
      tell(
          "new",
          "%s will have %s from the next batch on; older rows are null there until a backfill makes them anew"
              .formatted(pipeline.table(), String.join(", ", columns)));
    }
  }

  /** Looks at every value of a file. */
  private void lookThrough(Reference reference, CaseReferences rows) {
    if (reference instanceof Reference.OfFile file) {
      context.doing("looked through %s", file.title());
      long number = rows.rows(file, Map.of()).count();
      tell(
          "ok",
          "%s: %s, each %s once"
              .formatted(file.title(), Counted.of(number, "row"), String.join(", ", file.key())));
    }
  }

  private int files() {
    return 2 // rules.sql and transformations.sql
        + pipeline.aggregations().size()
        + pipeline.checks().size()
        + (pipeline.generate().isPresent() ? 1 : 0);
  }

  private void tell(String word, String text) {
    proofs.tell(word, text);
  }
}
