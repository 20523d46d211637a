// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.refine.DeduplicatedRecords;
import io.sluice.refine.Lookups;
import io.sluice.refine.Refiner;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
  private final HeldBefore before;
  private final List<String> failed = new ArrayList<>();

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
    this.before = HeldBefore.of(context, again);
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
                    subject(each)
                        + " is not proved: what becomes of late rows is up to its watermark"));
    List<Reference> references = pipeline.references();
    List<Aggregation> changed = incremental.stream().filter(each -> !isHeld(each)).toList();
    if (!changed.isEmpty() || !references.isEmpty()) {
      SparkSession spark = Sessions.openForFewRows(context);
      CaseReferences rows = new CaseReferences(spark, context.storage(), pipeline);
      references.forEach(each -> lookThrough(each, rows));
      if (!changed.isEmpty()) {
        prove(spark, rows, needed(changed));
        before.tidy();
      }
    }
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

  private boolean isHeld(Aggregation aggregation) {
    boolean isHeld = before.contains(hash(aggregation));
    if (isHeld) {
      tell(
          "ok",
          subject(aggregation)
              + " equals the full query, and nothing has changed since that was tried");
      report(aggregation, "fail", List.of());
    }
    return isHeld;
  }

  private Optional<String> hash(Aggregation aggregation) {
    return new Dependencies(context.storage(), pipeline).ofProof(aggregation);
  }

  /** Aggregations and those that they read, each after those that it reads. */
  private List<Aggregation> needed(List<Aggregation> wanted) {
    Set<String> names = new TreeSet<>();
    for (int i = pipeline.aggregations().size() - 1; i >= 0; i--) {
      Aggregation each = pipeline.aggregations().get(i);
      if (wanted.contains(each) || names.contains(each.relation())) {
        names.add(each.relation());
        names.addAll(each.reads());
      }
    }
    return pipeline.aggregations().stream()
        .filter(each -> names.contains(each.relation()))
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

  private void prove(SparkSession spark, CaseReferences references, List<Aggregation> incremental) {
    Map<String, CaseFile> given = SampleRows.givenReferences(context.storage(), pipeline);
    Lookups lookups = Lookups.of(pipeline, each -> references.sample(each, given));
    Refiner refiner = SourceFormats.refiner(spark, pipeline, lookups);
    SampleRows samples =
        new SampleRows(new GivenSource(spark, context.storage(), pipeline, refiner));
    Optional<DeduplicatedRecords> made = samples.made();
    Optional<LateArrivalSample> late =
        made.flatMap(all -> LateArrivalSample.among(all.publishable(), pipeline.eventDate()));
    if (late.isPresent()) {
      IncrementalProof proof =
          new IncrementalProof(
              spark,
              pipeline,
              late.get(),
              pipeline.references().stream()
                  .collect(
                      Collectors.toMap(Reference::name, each -> references.sample(each, given))));
      context.steps(incremental.size(), "proof");
      for (Aggregation each : incremental) {
        prove(proof, each, late.get());
        context.stepDone();
      }
    } else {
      String why = made.map(all -> tooFew(samples, all)).orElse("there are no rows to try it on");
      incremental.forEach(each -> skip(each, why));
    }
  }

  private void prove(IncrementalProof proof, Aggregation aggregation, LateArrivalSample sample) {
    context.stop().check();
    String subject = subject(aggregation);
    context.doing("tried %s", subject);
    List<String> lines = faults(proof, aggregation);
    if (lines.isEmpty()) {
      String rows = Counted.of(sample.rows(), "row");
      String dates = Counted.of(sample.dates(), "date");
      tell("ok", "%s equals the full query on %s over %s".formatted(subject, rows, dates));
      before.add(hash(aggregation));
    } else {
      failed.add(aggregation.relation());
      tell("FAIL", subject);
      context.show(lines.stream().map(line -> "  " + line).toList());
    }
    report(aggregation, "fail", lines);
  }

  private static List<String> faults(IncrementalProof proof, Aggregation aggregation) {
    try {
      return proof
          .difference(aggregation)
          .map(found -> DifferenceText.of("the full query is what is expected", found))
          .orElse(List.of());
    } catch (Problem e) {
      return e.getMessage().lines().toList();
    }
  }

  /** Reports an aggregation that can't be tried, which is not wrong for that. */
  private void skip(Aggregation aggregation, String why) {
    String line =
        "%s is not proved: %s; write a generate.sql, or test cases with source rows, that give rows of at least %d dates"
            .formatted(subject(aggregation), why, LateArrivalSample.FEWEST_DATES);
    tell("skip", line);
    report(aggregation, "warn", List.of(line));
  }

  private static String tooFew(SampleRows samples, DeduplicatedRecords made) {
    long rows = made.publishable().count();
    String reasons = SampleRows.reasons(made);
    return "of %s come %s of too few dates%s"
        .formatted(
            samples.origin(),
            Counted.of(rows, "row"),
            reasons.isEmpty() ? "" : ", and records with these reasons against them: " + reasons);
  }

  private void report(Aggregation aggregation, String severity, List<String> lines) {
    List<Map<String, Object>> sample =
        lines.isEmpty() ? List.of() : List.of(Map.of("found", String.join("\n", lines)));
    context.report().check(aggregation.relation(), severity, sample.size(), sample);
  }

  private void tell(String word, String text) {
    context.show(List.of("%-4s %s".formatted(word, text)));
  }

  private static String subject(Aggregation aggregation) {
    return "%s: %s".formatted(aggregation.relation(), aggregation.materialized().label());
  }
}
