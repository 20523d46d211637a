// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.testing.Folders;
import java.io.IOException;
import java.util.List;

/**
 * Somebody deletes a stream's checkpoint, or a part of it.
 *
 * @param part a folder or file of it, empty for all
 */
record LoseCheckpoint(String job, String part) implements Step {
  static final List<String> PARTS = List.of("", "offsets", "commits", "sources", "metadata");

  @Override
  public void happen(Shop shop) throws IOException {
    Folders.delete(shop.workspace().in("checkpoints").resolve(job).resolve(part));
  }

  @Override
  public String toString() {
    return "%s of %s's checkpoint is deleted".formatted(part.isEmpty() ? "all" : part, job);
  }
}
