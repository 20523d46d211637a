// SPDX-License-Identifier: Apache-2.0
package io.sluice.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.pipeline.Reference;
import io.sluice.pipeline.Sha256;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import io.sluice.text.Json;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Notes in the data folder about contents that were checked, so that no run checks them again.
 * Beside the note of a file are its rows, as they were when the note was written.
 *
 * @param folder of the notes; empty where there is no data
 * @param keeps whether this run may write notes: it holds the lease
 */
record CheckedReferences(Storage storage, Optional<Path> folder, boolean keeps) {

  static CheckedReferences of(RunContext context, boolean keeps) {
    return new CheckedReferences(
        context.storage(), Optional.of(context.data().references()), keeps);
  }

  boolean has(Reference reference, String version) {
    return folder.isPresent() && storage.exists(note(reference, version));
  }

  /** Where the rows of a file are kept. */
  Path rows(Reference reference, String version) {
    return new Path(new Path(folder.orElseThrow(), reference.name()), id(reference, version));
  }

  void put(Reference reference, String version) {
    if (keeps) {
      ObjectNode note = Json.object();
      note.put("reference", reference.name())
          .put("of", reference.title())
          .put("version", version)
          .put("key", String.join(", ", reference.key()));
      storage.replace(note(reference, version), Json.lines(note));
    }
  }

  private Path note(Reference reference, String version) {
    return rows(reference, version).suffix(".json");
  }

  private static String id(Reference reference, String version) {
    return Sha256.shortOf(List.of(version, reference.definition()));
  }
}
