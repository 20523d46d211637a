// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import io.sluice.pipeline.Reference;
import io.sluice.pipeline.TypedQuery;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.PublishedTables;
import io.sluice.reference.PinnedReferences;
import io.sluice.run.RunContext;
import io.sluice.spark.Queries;
import io.sluice.spark.TemporaryViews;
import io.sluice.text.Counted;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Runs a query that a person typed, over the versions that the change log names. It changes
 * nothing, and takes no lease.
 *
 * @param limit how many rows to print at most; empty for as many as the output takes
 */
public record QueryRun(RunContext context, String text, Optional<Long> limit, QueryFormat format) {
  /** Rows that are printed on a terminal where no limit is given. */
  public static final long ON_A_TERMINAL = 100;

  /** Columns of a table are as wide as their widest value, so that all rows have to be kept. */
  static final long MOST_OF_A_TABLE = 100_000;

  /**
   * @throws Problem INVALID where the query is wrong, or where a program would get only some of its
   *     rows
   */
  public Outcome run() {
    Optional<CatalogQuery> catalog = CatalogQuery.of(context.pipeline(), text);
    if (catalog.isPresent()) {
      PublishedTables published = PublishedTables.toLookAt(context);
      print(catalog.get().rows(published, relation -> rows(published, relation)));
      return Outcome.SUCCEEDED;
    }
    TypedQuery query = TypedQuery.of(context.storage(), context.pipeline(), text);
    PublishedTables published = PublishedTables.toLookAt(context);
    ColumnMask personal = new ColumnMask(context.pipeline().personal());
    try (TemporaryViews views = new TemporaryViews(published.spark())) {
      for (String relation : query.reads()) {
        views.add(relation, personal.hidden(relation, rows(published, relation)));
      }
      Queries.evaluated(
          published.spark(),
          query.sql(),
          "answer",
          context.pipeline().personal(),
          () -> {
            print(Queries.of(published.spark(), query.sql()));
            return null;
          });
    }
    return Outcome.SUCCEEDED;
  }

  private Dataset<Row> rows(PublishedTables published, String relation) {
    Optional<Reference> reference = context.pipeline().reference(relation);
    if (reference.isPresent()) {
      return PinnedReferences.lookedAt(context).rows(published.spark(), reference.get());
    }
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

  private void print(Dataset<Row> result) {
    boolean terminal = context.surroundings().isTerminal();
    long most =
        limit.orElse(
            terminal
                ? ON_A_TERMINAL
                : format == QueryFormat.TABLE ? MOST_OF_A_TABLE : Long.MAX_VALUE);
    QueryRows rows = QueryRows.of(result, most);
    long printed =
        switch (format) {
          case TABLE -> rows.printTable(most, context::show);
          case CSV -> rows.printCsv(most, context::print);
          case JSON -> rows.printJson(most, context::print);
        };
    String shown = Counted.of(printed, "row");
    if (!rows.hasMore()) {
      context.report().message(shown);
    } else if (terminal) {
      context.report().message(shown + ", there are more; --limit N shows more");
    } else {
      throw Problem.invalid(
          "Cannot print all rows of the query: it has more than %d; %s"
              .formatted(
                  most,
                  limit.isPresent()
                      ? "raise --limit or leave it out, or let the query itself end with 'limit %d'"
                          .formatted(most)
                      : "print them with --format csv or json"));
    }
  }
}
