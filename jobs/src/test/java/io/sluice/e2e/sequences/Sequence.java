// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.testing.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Steps that happen to a pipeline one after the other.
 *
 * @param seed what they were drawn from
 * @param again how to run them again
 */
record Sequence(long seed, String again, List<Step> steps) {
  Sequence {
    steps = List.copyOf(steps);
  }

  /**
   * Lets all steps happen to a new shop.
   *
   * @param root where the one before may still be
   * @param kept where a copy of the data goes when a step fails
   */
  void happenIn(Path root, Path kept) throws IOException {
    Shop shop = Shop.in(root, Feed.of(seed));
    for (int i = 0; i < steps.size(); i++) {
      try {
        steps.get(i).happen(shop);
      } catch (IOException | RuntimeException | AssertionError e) {
        Folders.delete(kept);
        Folders.copy(Shop.folder(root), kept);
        throw new AssertionError(story(i, e, kept), e);
      }
    }
  }

  private String story(int failed, Throwable why, Path kept) {
    StringBuilder story = new StringBuilder();
    story.append(
        "The sequence of seed %d went wrong at step %d of %d%n"
            .formatted(seed, failed + 1, steps.size()));
    for (int i = 0; i <= failed; i++) {
      story.append("%3d. %s%n".formatted(i + 1, steps.get(i)));
    }
    story.append("the pipeline's folder as it is now: %s%n".formatted(kept.toAbsolutePath()));
    story.append("once more: %s%n".formatted(again));
    return story.append(why.getMessage()).toString();
  }
}
