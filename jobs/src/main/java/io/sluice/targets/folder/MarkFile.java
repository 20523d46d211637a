// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.folder;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.targets.Mark;
import io.sluice.targets.TargetContext;
import io.sluice.text.Json;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The file beside exported ones that says which export they are of, and which change. */
record MarkFile(Path path, TargetContext context) {
  /** Names that begin like this are passed over by Spark and its like. */
  static final String NAME = "_sluice_export.json";

  Optional<Mark> read() {
    Storage storage = context.storage();
    if (!storage.exists(path)) {
      return Optional.empty();
    }
    try {
      JsonNode node = Json.parse(storage.read(path));
      if (!node.required("pipeline").asText().equals(context.pipeline())
          || !node.required("export").asText().equals(context.export().name())) {
        throw Problem.invalid(
            "Cannot send %s: what is in %s is sent by export %s of pipeline %s; choose another path in %s"
                .formatted(
                    context.export().name(),
                    path.getParent(),
                    node.path("export").asText(),
                    node.path("pipeline").asText(),
                    context.file()));
      }
      return Optional.of(
          new Mark(
              node.required("definition").asText(),
              node.required("change").asLong(),
              node.required("run_id").asText()));
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
              "Cannot send %s: %s is damaged; delete it together with what was exported there"
                  .formatted(context.export().name(), path))
          .causedBy(e);
    }
  }

  void write(Mark mark) {
    context
        .storage()
        .replace(
            path,
            Json.lines(
                Json.object()
                    .put("pipeline", context.pipeline())
                    .put("export", context.export().name())
                    .put("definition", mark.definition())
                    .put("change", mark.change())
                    .put("run_id", mark.runId())));
  }
}
