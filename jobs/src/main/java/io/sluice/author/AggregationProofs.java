// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Problem;
import io.sluice.refine.DeduplicatedRecords;
import io.sluice.refine.Lookups;
import io.sluice.refine.Refiner;
import io.sluice.run.RunContext;
import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Proofs of a pipeline's incremental aggregations on made-up rows, of which each says a line. A
 * proof that held is not repeated until something changes that it depends on: what makes the rows,
 * or, where that has changed, what the aggregation reads of them.
 */
final class AggregationProofs {
  private final RunContext context;
  private final Pipeline pipeline;
  private final HeldBefore before;
  private final Dependencies dependencies;
  private final Map<String, Optional<String>> hashes = new HashMap<>();
  private final List<String> failed = new ArrayList<>();

  /**
   * @param again whether those are tried that held before, and nothing has changed since
   */
  AggregationProofs(RunContext context, boolean again) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.before = HeldBefore.of(context, again);
    this.dependencies = new Dependencies(context.storage(), pipeline);
  }

  /** The relations of aggregations whose proof failed. */
  List<String> failed() {
    return failed;
  }

  /**
   * The aggregations to be tried for a change of their SQL or of what makes rows, and those that
   * they read; tells of the others.
   */
  List<Aggregation> changed(List<Aggregation> incremental) {
    return changed(incremental, this::hash, "and nothing has changed since that was tried");
  }

  /** What a proof depends on, as it was before anything was tried: files may change meanwhile. */
  private Optional<String> hash(Aggregation aggregation) {
    return hashes.computeIfAbsent(aggregation.relation(), any -> dependencies.ofProof(aggregation));
  }

  /**
   * Tries aggregations.
   *
   * @param incremental each after those that it reads
   */
  void run(SparkSession spark, CaseReferences references, List<Aggregation> incremental) {
    Map<String, CaseFile> given = SampleRows.givenReferences(context.storage(), pipeline);
    Lookups lookups = Lookups.of(pipeline, each -> references.sample(each, given));
    Refiner refiner = SourceFormats.refiner(spark, pipeline, lookups);
    SampleRows samples =
        new SampleRows(new GivenSource(spark, context.storage(), pipeline, refiner));
    Optional<DeduplicatedRecords> made = samples.made();
    Optional<LateArrivalSample> late =
        made.flatMap(all -> LateArrivalSample.among(all.publishable(), pipeline.eventDate()));
    if (late.isPresent()) {
      try (IncrementalProof proof =
          new IncrementalProof(
              spark,
              pipeline,
              late.get(),
              pipeline.references().stream()
                  .collect(
                      Collectors.toMap(Reference::name, each -> references.sample(each, given))))) {
        prove(proof, incremental, late.get());
      }
      before.tidy();
    } else {
      String why = made.map(all -> tooFew(samples, all)).orElse("there are no rows to try it on");
      incremental.forEach(each -> skip(each, why));
    }
  }

  private void prove(
      IncrementalProof proof, List<Aggregation> incremental, LateArrivalSample sample) {
    Map<Aggregation, Optional<String>> onRows = new HashMap<>();
    incremental.forEach(each -> onRows.put(each, onRows(proof, each)));
    List<Aggregation> changed =
        changed(
            incremental, onRows::get, "and what it reads of the rows is as when that was tried");
    changed.forEach(proof::begin);
    context.steps(changed.size(), "proof");
    for (Aggregation each : changed) {
      if (isProved(proof, each, sample)) {
        before.add(hash(each));
        before.add(onRows.get(each));
      }
      context.stepDone();
    }
  }

  /**
   * What a proof on these rows depends on; nothing where they can't be read, which it will tell.
   */
  private Optional<String> onRows(IncrementalProof proof, Aggregation aggregation) {
    try {
      return dependencies.ofProof(aggregation, proof.rowsRead(needed(List.of(aggregation))));
    } catch (Problem e) {
      return Optional.empty();
    }
  }

  private boolean isProved(
      IncrementalProof proof, Aggregation aggregation, LateArrivalSample sample) {
    context.stop().check();
    String subject = subject(aggregation);
    context.doing("tried %s", subject);
    List<String> lines = faults(proof, aggregation);
    if (lines.isEmpty()) {
      String rows = Counted.of(sample.all().rows().size(), "row");
      String dates = Counted.of(sample.dates(), "date");
      tell("ok", "%s equals the full query on %s over %s".formatted(subject, rows, dates));
    } else {
      failed.add(aggregation.relation());
      tell("FAIL", subject);
      context.show(lines.stream().map(line -> "  " + line).toList());
    }
    report(aggregation, "fail", lines);
    return lines.isEmpty();
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

  /**
   * Those of some aggregations that have not held before, and those that they read; tells of the
   * others.
   *
   * @param hash of what an aggregation's proof depends on
   */
  private List<Aggregation> changed(
      List<Aggregation> wanted, Function<Aggregation, Optional<String>> hash, String remark) {
    List<Aggregation> changed =
        needed(wanted.stream().filter(each -> !before.contains(hash.apply(each))).toList());
    for (Aggregation each : wanted) {
      if (!changed.contains(each)) {
        tell("ok", "%s equals the full query, %s".formatted(subject(each), remark));
        report(each, "fail", List.of());
        before.add(hash(each));
      }
    }
    return changed;
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

  /** Tells how a part of the folder is. */
  void tell(String word, String text) {
    context.show(List.of("%-4s %s".formatted(word, text)));
  }

  static String subject(Aggregation aggregation) {
    return "%s: %s".formatted(aggregation.relation(), aggregation.materialized().label());
  }
}
