// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import io.sluice.text.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.hadoop.fs.Path;

/**
 * Version of each table that maintain has left tidy, and how far back, so that the next one need
 * not list a table's files to find that there is nothing to do. A file of its own; where it is
 * lost, every table is looked through once more.
 */
record MaintenanceMarker(Storage storage, Path file, ObjectNode tables) {
  private static final Duration SOON_ENOUGH = Duration.ofDays(1);

  static MaintenanceMarker of(RunContext context) {
    Path file = new Path(context.data().checkpoint("maintain"), "looked-through.json");
    return new MaintenanceMarker(context.storage(), file, read(context.storage(), file));
  }

  private static ObjectNode read(Storage storage, Path file) {
    try {
      return storage.exists(file) && Json.parse(storage.read(file)) instanceof ObjectNode tables
          ? tables
          : Json.object();
    } catch (IllegalArgumentException e) {
      return Json.object();
    }
  }

  /**
   * Says whether there is hardly anything to do: the version is the same, and what may go now that
   * had to stay then is at most a day's worth.
   *
   * @param since nothing that was written or replaced since then goes
   * @param now a look that had anything later go was taken by a wrong clock
   */
  boolean holds(String relation, long version, Instant since, Instant now) {
    JsonNode looked = tables.path(relation);
    try {
      Instant then = Instant.parse(looked.path("since").asText());
      return looked.path("version").asLong(-1) == version
          && since.isBefore(then.plus(SOON_ENOUGH))
          && !then.isAfter(now);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /**
   * @param since nothing that was written or replaced since then went
   */
  void put(String relation, long version, Instant since) {
    tables.putObject(relation).put("version", version).put("since", since.toString());
  }

  void write() {
    storage.makeFolder(file.getParent());
    storage.replace(file, tables.toPrettyString() + "\n");
  }
}
