// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows the SQL of one file of a pipeline as it is run: its macros are expanded. */
public final class ShowRun {
  private final RunContext context;
  private final String wanted;

  /**
   * @param wanted a relation, a check, {@code rules} or {@code generate}
   */
  public ShowRun(RunContext context, String wanted) {
    this.context = context;
    this.wanted = wanted;
  }

  /**
   * @throws Problem INVALID where there is nothing of that name
   */
  public Outcome run() {
    Map<String, SqlFile> files = files(context.pipeline());
    SqlFile file = files.get(wanted);
    if (file == null) {
      List<String> names = List.copyOf(files.keySet());
      throw Problem.invalid(
          "Cannot show %s: %s has nothing of that name%s; it has %s"
              .formatted(
                  Escaped.quoted(wanted),
                  context.pipeline().name(),
                  Suggestions.didYouMean(wanted, names),
                  Suggestions.first(wanted, names)));
    }
    context.verdict("SHOW", file.name());
    context.show(file.expanded().lines().toList());
    return Outcome.SUCCEEDED;
  }

  private static Map<String, SqlFile> files(Pipeline pipeline) {
    Map<String, SqlFile> files = new LinkedHashMap<>();
    files.put(pipeline.table(), pipeline.transformations());
    pipeline.aggregations().forEach(each -> files.put(each.relation(), each.sql()));
    pipeline.checks().forEach(each -> files.put(each.name(), each.sql()));
    files.putIfAbsent("rules", pipeline.rules());
    pipeline.generate().ifPresent(file -> files.putIfAbsent("generate", file));
    return files;
  }
}
