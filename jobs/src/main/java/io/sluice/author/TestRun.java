// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Severity;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.text.Counted;
import io.sluice.text.OneLine;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.SparkSession;

/**
 * One run of a pipeline's test cases. It reads the pipeline's folder and nothing else. In its
 * report the cases are the checks.
 */
public final class TestRun {
  private static final Logger log = LogManager.getLogger(TestRun.class);
  private static final String FAIL = Severity.FAIL.name().toLowerCase(Locale.ROOT);

  private final RunContext context;
  private final Pipeline pipeline;
  private final List<String> wanted;
  private final HeldBefore before;
  private final boolean isUpdating;
  private final List<String> failed = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> updated = new ArrayList<>();

  /**
   * @param wanted the names of the cases to run; none for all
   * @param again whether cases run also where they held before, and nothing has changed since
   * @param isUpdating whether a case that doesn't hold is made to expect what came out
   */
  public TestRun(RunContext context, List<String> wanted, boolean again, boolean isUpdating) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.wanted = wanted;
    this.before = HeldBefore.of(context, again);
    this.isUpdating = isUpdating;
  }

  public Outcome run() {
    SqlCases cases = new SqlCases(context.storage(), pipeline);
    List<String> names = cases.chosen(wanted);
    if (names.isEmpty()) {
      context.verdict("NO-OP", pipeline.name() + " has no test cases");
      context.show(firstCase());
      return Outcome.NOTHING_TO_DO;
    }
    Map<String, Optional<String>> hashes = hashes(cases, names);
    List<String> changed =
        names.stream().filter(name -> !before.contains(hashes.get(name))).toList();
    context.verdict(
        "RUN",
        "%s of %s%s"
            .formatted(
                Counted.of(names.size(), "case"),
                pipeline.name(),
                changed.size() == names.size()
                    ? ""
                    : "; of %d nothing has changed since they held (--again runs them too)"
                        .formatted(names.size() - changed.size())));
    names.stream().filter(name -> !changed.contains(name)).forEach(name -> tellHeld(name, ""));
    if (!changed.isEmpty()) {
      run(cases, changed, hashes);
    }
    requireAllHeld(names.size());
    return Outcome.SUCCEEDED;
  }

  private void run(SqlCases cases, List<String> names, Map<String, Optional<String>> hashes) {
    SparkSession spark = Sessions.openForFewRows(context);
    context.steps(names.size(), "case");
    for (SqlCase each : cases.open(spark, names)) {
      context.stop().check();
      context.doing("ran the case %s", each.name());
      Optional<String> withoutSource = hashes.get(each.name()).flatMap(any -> withoutSource(each));
      if (before.contains(withoutSource)) {
        tellHeld(each.name(), " (held before, and depends on nothing that has changed)");
      } else {
        run(each);
      }
      if (!failed.contains(each.name()) && !updated.contains(each.name())) {
        before.add(hashes.get(each.name()));
        before.add(withoutSource);
      }
      context.stepDone();
    }
    before.tidy();
  }

  /** What each case depends on; nothing where its files can't be used, which its run tells. */
  private Map<String, Optional<String>> hashes(SqlCases cases, List<String> names) {
    Dependencies dependencies = new Dependencies(context.storage(), pipeline);
    Map<String, Optional<String>> hashes = new HashMap<>();
    for (String name : names) {
      try {
        hashes.put(name, dependencies.ofCase(cases.folder(name)));
      } catch (Problem e) {
        hashes.put(name, Optional.empty());
      }
    }
    return hashes;
  }

  /** What a case depends on where it is given no records: then the table's columns are known. */
  private Optional<String> withoutSource(SqlCase each) {
    Dependencies dependencies = new Dependencies(context.storage(), pipeline);
    return each.relations()
        .columns()
        .of(pipeline.table())
        .flatMap(columns -> dependencies.ofCase(each.folder(), columns));
  }

  private void tellHeld(String name, String remark) {
    context.show(List.of("ok   " + name + remark));
    context.report().check(name, FAIL, 0, List.of());
  }

  /** Tells the author of a pipeline without test cases how to write one. */
  private List<String> firstCase() {
    Set<String> telling = new LinkedHashSet<>(pipeline.key());
    telling.add(pipeline.eventDate());
    Path tests = new Path(pipeline.folder(), SqlCases.FOLDER);
    String folder = context.storage().local(tests).map(Object::toString).orElse(tests.toString());
    return List.of(
        "A case is a folder, named after what it shows. The first one could have these files:",
        "  %s/good_rows_are_kept/given/source.csv".formatted(folder),
        "    rows as they land, under the header",
        "    " + String.join(",", pipeline.source().schema().fieldNames()),
        "  %s/good_rows_are_kept/expected/%s.csv".formatted(folder, pipeline.table()),
        "    what should come of them: a header with the columns that matter, such as",
        "    " + String.join(",", telling),
        "Then ./sluice test --pipeline %s runs it; docs/pipelines.md says what else a case can do."
            .formatted(pipeline.name()));
  }

  private void run(SqlCase each) {
    try {
      Map<String, CaseDifference> differences = each.differences();
      List<String> lines = new ArrayList<>();
      differences.forEach(
          (file, difference) -> lines.addAll(DifferenceText.of(file, difference.rows())));
      if (lines.isEmpty()) {
        tellHeld(each.name(), "");
      } else if (isUpdating) {
        context.show(List.of("NEW  " + each.name()));
        context.show(lines.stream().map(line -> "  " + line).toList());
        each.update(differences);
        updated.add(each.name());
        context.report().check(each.name(), FAIL, 0, List.of());
      } else {
        failed.add(each.name());
        long rows =
            differences.values().stream().mapToLong(difference -> difference.rows().count()).sum();
        tell(each, rows, lines);
      }
    } catch (Problem e) {
      wrong.add(each.name());
      failed.add(each.name());
      tell(each, 1, e.getMessage().lines().toList());
    } catch (UncheckedIOException e) {
      throw e;
    } catch (Exception e) { // Spark throws SparkException without declaring it to Java
      log.error("Cannot run the SQL of {}", each.name(), e);
      failed.add(each.name());
      tell(each, 1, List.of("its SQL fails: " + OneLine.of("" + rootOf(e).getMessage())));
    }
  }

  private static Throwable rootOf(Throwable thrown) {
    return thrown.getCause() == null ? thrown : rootOf(thrown.getCause());
  }

  private void tell(SqlCase each, long violations, List<String> lines) {
    context.show(List.of("FAIL " + each.name()));
    context.show(lines.stream().map(line -> "  " + line).toList());
    Map<String, Object> sample = Map.of("difference", String.join("\n", lines));
    context.report().check(each.name(), FAIL, violations, List.of(sample));
  }

  private void requireAllHeld(int number) {
    if (failed.isEmpty()) {
      return;
    }
    String cases = Counted.of(number, "case");
    String held =
        "Cannot pass %s: %d of %s held, and not %s"
            .formatted(pipeline.name(), number - failed.size(), cases, String.join(", ", failed));
    throw new Problem(
        wrong.isEmpty() ? Outcome.GATE_FAILED : Outcome.INVALID,
        wrong.isEmpty() ? held : "%s (can't be run: %s)".formatted(held, String.join(", ", wrong)),
        "correct the SQL or the case, then ./sluice test --pipeline %s --case %s"
            .formatted(pipeline.name(), String.join(" ", failed)));
  }
}
