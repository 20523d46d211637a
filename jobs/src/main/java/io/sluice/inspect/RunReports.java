// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.ReportFiles;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import io.sluice.text.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Shows the reports of one run: one for each job in it, and for each try.
 *
 * @param json whether a program is to read it
 */
public record RunReports(RunContext context, String runId, boolean json) {

  /** The last report of each job; only those files are read. */
  static SortedMap<String, JsonNode> newest(RunContext context) {
    SortedMap<String, JsonNode> reports = new TreeMap<>();
    new ReportFiles(context.storage(), context.data())
        .newest()
        .forEach((job, file) -> reports.put(job, read(context.storage(), file)));
    return reports;
  }

  public Outcome run() {
    List<JsonNode> reports =
        new ReportFiles(context.storage(), context.data())
            .of(runId).stream().map(file -> read(context.storage(), file)).toList();
    if (reports.isEmpty()) {
      throw Problem.invalid(
          "Cannot show run %s: no report in runs/ has that id; ./sluice status --pipeline %s names the last runs"
              .formatted(Escaped.quoted(runId), context.pipeline().name()));
    }
    if (json) {
      ObjectNode object = Json.object();
      object.put("pipeline", context.pipeline().name()).put("run_id", runId);
      ArrayNode list = object.putArray("reports");
      reports.forEach(list::add);
      context.print(object.toPrettyString() + "\n");
    } else {
      reports.forEach(report -> context.show(lines(report)));
    }
    return Outcome.SUCCEEDED;
  }

  /** Every field that says something, one a line; of the checks those that are violated. */
  private static List<String> lines(JsonNode report) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : report.properties()) {
      JsonNode value = field.getValue();
      if (field.getKey().equals("checks")) {
        value.forEach(check -> addCheck(lines, check));
      } else if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
        lines.add(field.getKey() + ": " + (value.isTextual() ? value.asText() : value));
      }
    }
    lines.add("");
    return lines;
  }

  private static void addCheck(List<String> lines, JsonNode check) {
    long violations = check.path("violations").asLong();
    if (violations > 0) {
      String named = check.path("name").asText() + " (" + check.path("severity").asText() + ")";
      JsonNode sample = check.path("sample").path(0);
      lines.add("check %s: %d, such as %s".formatted(named, violations, sample));
    }
  }

  private static JsonNode read(Storage storage, Path file) {
    try {
      return Json.parse(storage.read(file));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return Json.object()
          .put("outcome", "unreadable")
          .put("message", "Cannot read the report %s".formatted(file.getName()));
    }
  }
}
