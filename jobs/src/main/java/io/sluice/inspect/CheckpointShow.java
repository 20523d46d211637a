// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.pipeline.KafkaOptions;
import io.sluice.pipeline.Materialization;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.storage.Entry;
import io.sluice.text.Escaped;
import io.sluice.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * Shows the checkpoints of a pipeline's streams. It changes nothing, takes no lease and starts no
 * session.
 *
 * @param name of one; empty for all
 * @param json whether a program is to read it
 */
public record CheckpointShow(RunContext context, Optional<String> name, boolean json) {
  /**
   * @throws Problem INVALID where the pipeline has no stream of that name and no such checkpoint;
   *     what is missing of a checkpoint, or damaged, is shown
   */
  public Outcome run() {
    Set<String> names = names();
    if (name.isPresent() && !names.contains(name.get())) {
      throw Problem.invalid(
          "Cannot show the checkpoint %s: %s has no stream of that name; it has %s"
              .formatted(
                  Escaped.quoted(name.get()), context.pipeline().name(), String.join(", ", names)));
    }
    List<Checkpoint> checkpoints =
        names.stream()
            .filter(each -> name.isEmpty() || each.equals(name.get()))
            .map(each -> CheckpointReader.read(context.storage(), context.data().checkpoint(each)))
            .toList();
    if (json) {
      ObjectNode object = Json.object();
      object.put("pipeline", context.pipeline().name());
      ArrayNode list = object.putArray("checkpoints");
      checkpoints.forEach(each -> list.add(CheckpointJson.of(each)));
      context.print(object.toPrettyString() + "\n");
    } else {
      context.show(lines(checkpoints));
    }
    return Outcome.SUCCEEDED;
  }

  private List<String> lines(List<Checkpoint> checkpoints) {
    List<String> lines = new ArrayList<>();
    checkpoints.forEach(each -> lines.addAll(CheckpointText.lines(each)));
    if (anyDamaged(checkpoints, CheckpointRole.HINT)) {
      lines.add(
          "What is damaged costs time, never data: a checkpoint says when there is work, and the change log what is done.");
      lines.add(
          "./sluice doctor --pipeline %s --repair moves a damaged one aside at once."
              .formatted(context.pipeline().name()));
    }
    if (anyDamaged(checkpoints, CheckpointRole.STATE)) {
      lines.add(
          "What is damaged of aggregate-… is the state of an aggregation, which ./sluice aggregate --pipeline %s --full-refresh with its name makes anew."
              .formatted(context.pipeline().name()));
    }
    return lines;
  }

  private static boolean anyDamaged(List<Checkpoint> checkpoints, CheckpointRole role) {
    return checkpoints.stream()
        .anyMatch(each -> CheckpointRole.of(each.name()) == role && !each.damages().isEmpty());
  }

  /** The streams that the pipeline has, and other folders that are checkpoints. */
  private Set<String> names() {
    Set<String> names = new TreeSet<>(List.of("aggregate", "transform"));
    if (context.pipeline().generate().isPresent()) {
      names.add("generate");
    }
    context.pipeline().aggregations().stream()
        .filter(each -> each.materialized() == Materialization.STREAM)
        .forEach(each -> names.add("aggregate-" + each.relation()));
    if (context.pipeline().source().options() instanceof KafkaOptions) {
      names.add("land");
    }
    Path folder = context.data().checkpoint("transform").getParent();
    for (Entry entry : context.storage().entries(folder)) {
      if (entry.kind() == Entry.Kind.FOLDER
          && CheckpointReader.isStreams(context.storage(), new Path(folder, entry.name()))) {
        names.add(entry.name());
      }
    }
    return names;
  }
}
