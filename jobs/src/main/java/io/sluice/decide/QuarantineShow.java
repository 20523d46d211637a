// SPDX-License-Identifier: Apache-2.0
package io.sluice.decide;

import static io.sluice.relation.DecisionsTable.DECIDED_BY;
import static io.sluice.relation.DecisionsTable.DECISION;
import static io.sluice.relation.DecisionsTable.QUARANTINE_ID;
import static io.sluice.relation.DecisionsTable.REASON;
import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static io.sluice.relation.QuarantineTable.QUARANTINED_AT;
import static io.sluice.relation.QuarantineTable.REASONS;
import static io.sluice.relation.QuarantineTable.RECORD;
import static io.sluice.relation.QuarantineTable.RUN_ID;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.change.DecisionKind;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.PublishedTables;
import io.sluice.run.RunContext;
import io.sluice.text.Escaped;
import io.sluice.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * Shows one quarantined record whole, personal columns hidden. It changes nothing, and takes no
 * lease.
 *
 * @param id how the record's id begins
 */
public record QuarantineShow(RunContext context, String id) {
  private static final String HIDDEN = "(hidden: personal)";

  public Outcome run() {
    PublishedTables published = PublishedTables.toLookAt(context);
    List<Row> rows =
        published.isEmpty()
            ? List.of()
            : QuarantineFilter.ofId(Optional.of(id)).of(published.quarantine()).collectAsList();
    if (rows.isEmpty()) {
      throw Problem.invalid(
          "Cannot show %s: no quarantined record's id begins with it; ./sluice quarantine list --pipeline %s --all lists them"
              .formatted(Escaped.quoted(id), context.pipeline().name()));
    }
    Row row = rows.get(0);
    List<String> lines = new ArrayList<>();
    for (String column : List.of(ID, FILE, BATCH_ID, EVENT_DATE, RUN_ID)) {
      lines.add(column + ": " + Escaped.escaped("" + row.getAs(column)));
    }
    lines.add("quarantined_at: " + row.<java.sql.Timestamp>getAs(QUARANTINED_AT).toInstant());
    lines.add("decision: " + decision(published, row.getAs(ID)));
    lines.add("reasons:");
    for (Row reason : row.<Row>getList(row.fieldIndex(REASONS))) {
      lines.add("- " + reason.getString(0) + ": " + Escaped.escaped(reason.getString(2)));
    }
    lines.addAll(record(row.getAs(RECORD)));
    context.show(lines);
    context.report().message("1 shown");
    return Outcome.SUCCEEDED;
  }

  private static String decision(PublishedTables published, String whole) {
    return published
        .decisions()
        .where(col(DECISION).equalTo(DecisionKind.DISCARD.label()))
        .where(col(QUARANTINE_ID).equalTo(whole))
        .limit(1)
        .collectAsList()
        .stream()
        .findFirst()
        .map(
            row ->
                "discarded by %s: %s"
                    .formatted(row.<String>getAs(DECIDED_BY), Escaped.escaped(row.getAs(REASON))))
        .orElse("open");
  }

  /** Values by column; a line that could not be taken apart, as it is. */
  private List<String> record(String record) {
    Set<String> personal = context.pipeline().source().personal();
    Optional<JsonNode> values = values(record);
    if (values.isEmpty()) {
      String hidden = "(hidden: it may hold the personal " + String.join(", ", personal) + ")";
      return List.of("line: " + (personal.isEmpty() ? Escaped.escaped(record) : hidden));
    }
    List<String> lines = new ArrayList<>(List.of("record:"));
    for (Map.Entry<String, JsonNode> field : values.get().properties()) {
      boolean isPersonal = personal.contains(field.getKey());
      JsonNode value = field.getValue();
      String text = value.isTextual() ? value.textValue() : value.toString();
      String shown = isPersonal ? HIDDEN : Escaped.escaped(text);
      lines.add("- %s = %s".formatted(field.getKey(), shown));
    }
    return lines;
  }

  private Optional<JsonNode> values(String record) {
    List<String> columns = List.of(context.pipeline().source().schema().fieldNames());
    try {
      JsonNode node = Json.exact(record);
      boolean isOther =
          node.properties().stream().anyMatch(each -> !columns.contains(each.getKey()));
      return node.isObject() && !isOther ? Optional.of(node) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
