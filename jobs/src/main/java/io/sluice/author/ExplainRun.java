// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.fit.FitRelations;
import io.sluice.fit.PipelineFit;
import io.sluice.fit.ReferenceColumns;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Export;
import io.sluice.pipeline.Macros;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.SqlFile;
import io.sluice.pipeline.TypedQuery;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.text.Durations;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import io.sluice.text.TextTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Explains one relation or check by the pipeline's folder: what it is, how it is kept up to date,
 * what it reads and who reads it, and its columns. It needs neither data nor a session.
 */
public final class ExplainRun {
  private final RunContext context;
  private final Pipeline pipeline;
  private final String wanted;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param wanted a relation or a check
   */
  public ExplainRun(RunContext context, String wanted) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.wanted = wanted;
  }

  /**
   * @param environment what {@code ${NAME}} in other pipelines' folders stands for
   * @throws Problem INVALID where there is nothing of that name
   */
  public Outcome run(Map<String, String> environment) {
    FitRelations relations =
        PipelineFit.check(
            PipelineDraft.of(context.storage(), pipeline),
            ReferenceColumns.defined(
                context.storage(), pipeline.folder().getParent(), environment));
    Optional<SqlFile> file = describe();
    context.verdict("EXPLAIN", wanted);
    file.ifPresent(this::tellFile);
    Optional<StructType> columns =
        relations.columns(wanted).or(() -> file.flatMap(relations::selected));
    columns.ifPresent(this::tellColumns);
    context.show(lines);
    return Outcome.SUCCEEDED;
  }

  private void tellFile(SqlFile file) {
    lines.add(
        0, "file: %s%s".formatted(file.name(), file.callsMacros() ? ", with macros.sql" : ""));
    if (!file.description().isEmpty()) {
      lines.add(0, file.description());
    }
  }

  /** Tells what is known of it, and returns the SQL that makes it, if any does. */
  private Optional<SqlFile> describe() {
    if (wanted.equals(pipeline.table())) {
      tell("reads", List.of("source"));
      tell("read by", readers());
      lines.add(
          "kept up to date: each batch adds its rows; a backfill replaces dates of %s"
              .formatted(pipeline.eventDate()));
      lines.add("key: " + String.join(", ", pipeline.key()));
      return Optional.of(pipeline.transformations());
    }
    for (Aggregation each : pipeline.aggregations()) {
      if (each.relation().equals(wanted)) {
        tell("reads", each.reads());
        tell("read by", readers());
        lines.add("kept up to date: " + keeping(each));
        return Optional.of(each.sql());
      }
    }
    for (QualityCheck each : pipeline.checks()) {
      if (each.name().equals(wanted)) {
        tell("reads", each.reads());
        lines.add(
            "a check of severity %s, at stage %s"
                .formatted(lower(each.severity().name()), lower(each.stage().name())));
        return Optional.of(each.sql());
      }
    }
    if (!TypedQuery.relations(pipeline).contains(wanted)) {
      throw unknown();
    }
    tell("read by", readers());
    return Optional.empty();
  }

  private Problem unknown() {
    if (pipeline.rules().macros().defines(lower(wanted))) {
      return Problem.invalid(
          "Cannot explain '%s': it is a macro; %s has it, and ./sluice validate --pipeline %s --show RELATION what its calls stand for"
              .formatted(wanted, Macros.FILE, pipeline.name()));
    }
    for (Export each : pipeline.exports()) {
      if (each.name().equals(wanted)) {
        return Problem.invalid(
            "Cannot explain '%s': it is an export; it sends what ./sluice explain %s --pipeline %s tells of"
                .formatted(wanted, each.relation(), pipeline.name()));
      }
    }
    List<String> names = new ArrayList<>(TypedQuery.relations(pipeline));
    pipeline.checks().forEach(check -> names.add(check.name()));
    return Problem.invalid(
        "Cannot explain %s: %s has nothing of that name%s; it has %s"
            .formatted(
                Escaped.quoted(wanted),
                pipeline.name(),
                Suggestions.didYouMean(wanted, names),
                Suggestions.first(wanted, names)));
  }

  private static String keeping(Aggregation aggregation) {
    String how =
        switch (aggregation.materialized()) {
          case FULL -> "a run computes it anew, where anything that it reads has changed";
          case INCREMENTAL_BY_DATE -> "a run replaces the dates that new rows touch";
          case DISTINCT_KEYS -> "a run adds the keys that are new";
          case STREAM -> "a run takes in the new rows, and drops what its watermark has passed";
        };
    return "%s; %s".formatted(aggregation.materialized().label(), how)
        + aggregation
            .overlap()
            .map(overlap -> ", and %s around them".formatted(Durations.written(overlap)))
            .orElse("");
  }

  private List<String> readers() {
    List<String> readers = new ArrayList<>();
    if (pipeline.rowReferences().stream().anyMatch(each -> each.name().equals(wanted))) {
      readers.add(pipeline.table());
    }
    pipeline.aggregations().stream()
        .filter(each -> each.reads().contains(wanted))
        .forEach(each -> readers.add(each.relation()));
    pipeline.checks().stream()
        .filter(each -> each.reads().contains(wanted))
        .forEach(each -> readers.add("the check " + each.name()));
    pipeline.exports().stream()
        .filter(each -> each.relation().equals(wanted))
        .forEach(each -> readers.add("the export " + each.name()));
    return readers;
  }

  private void tell(String what, Collection<String> names) {
    boolean isOrdered = names instanceof List;
    Collection<String> ordered = isOrdered ? names : new TreeSet<>(names);
    lines.add("%s: %s".formatted(what, names.isEmpty() ? "nothing" : String.join(", ", ordered)));
  }

  private void tellColumns(StructType columns) {
    TextTable table = new TextTable("column", "type");
    for (StructField column : columns.fields()) {
      table.add(column.name(), column.dataType().sql());
    }
    lines.add("");
    lines.addAll(table.lines());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
