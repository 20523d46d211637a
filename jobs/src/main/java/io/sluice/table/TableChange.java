// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.text.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Part of a change in one relation: Delta actions over files that are there already, where no
 * reader sees them, and the version that committing them makes.
 *
 * @param relation the table's name
 * @param baseVersion the version the actions were prepared on, -1 where there was no table
 * @param actions Delta actions as JSON, in the form of a Delta commit file's lines
 * @param rows rows in the added files
 * @param bytes size of the added files
 */
public record TableChange(
    String relation, long baseVersion, List<String> actions, long rows, long bytes) {
  public TableChange {
    actions = List.copyOf(actions);
  }

  /** The version of the table once this is committed. */
  public long version() {
    return baseVersion + 1;
  }

  /**
   * Tells whether rows that readers saw before are taken away, even if others come in their place.
   */
  public boolean removesRows() {
    return parsed().stream()
        .anyMatch(action -> action.path("remove").path("dataChange").asBoolean());
  }

  /** Paths of the files whose rows readers saw before and that are taken away. */
  public Set<String> removedFiles() {
    return parsed().stream()
        .map(action -> action.path("remove"))
        .filter(file -> file.path("dataChange").asBoolean())
        .map(file -> file.path("path").asText())
        .collect(Collectors.toSet());
  }

  /** Paths of the files that come in. */
  public Set<String> addedFiles() {
    return parsed().stream()
        .map(action -> action.path("add"))
        .filter(file -> !file.isMissingNode())
        .map(file -> file.path("path").asText())
        .collect(Collectors.toSet());
  }

  /** What Delta calls the table's metadata, where the change gives it another. */
  public Optional<JsonNode> metadata() {
    return parsed().stream()
        .filter(action -> action.has("metaData"))
        .map(action -> action.get("metaData"))
        .findFirst();
  }

  List<JsonNode> parsed() {
    return actions.stream().map(Json::parse).toList();
  }
}
