// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.TypedQuery;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.PublishedTables;
import io.sluice.run.RunContext;
import io.sluice.spark.Queries;
import io.sluice.spark.TemporaryViews;
import io.sluice.text.Counted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Runs a query that a person typed, over the versions that the change log names. It changes
 * nothing, and takes no lease.
 *
 * @param limit how many rows to show at most
 */
public record QueryRun(RunContext context, String text, int limit, QueryFormat format) {
  public Outcome run() {
    Pipeline pipeline = context.pipeline();
    TypedQuery query = TypedQuery.of(context.storage(), pipeline, text);
    PublishedTables published = PublishedTables.toLookAt(context);
    ColumnMask personal = new ColumnMask(pipeline.source().personal());
    try (TemporaryViews views = new TemporaryViews(published.spark())) {
      for (String relation : query.reads()) {
        views.add(relation, personal.hidden(relation, rows(published, relation)));
      }
      QueryRows found =
          Queries.evaluated(
              published.spark(),
              query.sql(),
              "answer",
              pipeline.source().personal(),
              () -> QueryRows.of(Queries.of(published.spark(), query.sql()), limit));
      show(found);
    }
    return Outcome.SUCCEEDED;
  }

  private Dataset<Row> rows(PublishedTables published, String relation) {
    String absent = "Cannot read %s: it isn't published yet; run ./sluice %s --pipeline %s first";
    String name = context.pipeline().name();
    String why = absent.formatted(relation, job(relation, published), name);
    return published.find(relation).orElseThrow(() -> Problem.invalid(why));
  }

  private String job(String relation, PublishedTables published) {
    boolean isAggregation =
        context.pipeline().aggregations().stream()
            .anyMatch(each -> each.relation().equals(relation));
    return isAggregation && !published.isEmpty() ? "aggregate" : "transform";
  }

  private void show(QueryRows rows) {
    switch (format) {
      case TABLE -> context.show(rows.table());
      case CSV -> context.print(rows.csv());
      case JSON -> context.print(rows.json());
    }
    String shown = Counted.of(rows.size(), "row");
    String more = rows.areAll() ? "" : ", there are more; --limit N shows more";
    context.report().message(shown + more);
  }
}
