// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;

/**
 * Check that files of a landing folder can be moved to the archive, as far as permissions tell. It
 * writes nothing.
 */
record MoveCheck(Storage storage, Path landing, Path archive) {
  /**
   * @param place of each file
   * @throws Problem INVALID for the first file that can't be moved, with both ways on
   */
  void require(Collection<Delivery> deliveries, Function<Delivery, Path> place) {
    if (deliveries.isEmpty()) {
      return;
    }
    Optional<String> archiveClosed = storage.unwritable(archive).map("archive/ "::concat);
    Map<Path, Optional<String>> closed = new HashMap<>();
    Map<Path, Function<Path, Optional<String>>> unmovable = new HashMap<>();
    for (Delivery delivery : storage.progress().each(deliveries, "file", "found movable")) {
      Path file = place.apply(delivery);
      Path folder = file.getParent();
      archiveClosed
          .or(
              () ->
                  closed.computeIfAbsent(
                      folder, each -> storage.unwritable(each).map((shown(each) + " ")::concat)))
          .or(
              () ->
                  unmovable
                      .computeIfAbsent(folder, storage::unmovable)
                      .apply(file)
                      .map("it "::concat))
          .ifPresent(
              why -> {
                throw immovable(delivery, why, "this run publishes nothing");
              });
    }
  }

  private String shown(Path folder) {
    String below = folder.toUri().getPath().substring(landing.toUri().getPath().length());
    return Escaped.plain("landing" + below + "/");
  }

  static Problem immovable(Delivery delivery, String why, String published) {
    return Problem.invalid(
        "Cannot move %s to archive/: %s; let Sluice's user write to landing/ and archive/ and all that is in them, or set archive: false under source in pipeline.yaml; %s"
            .formatted(Escaped.plain(delivery.path()), why, published));
  }
}
