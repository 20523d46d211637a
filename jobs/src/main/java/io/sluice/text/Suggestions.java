// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names that somebody may have meant by another. */
public final class Suggestions {
  private static final LevenshteinDistance DISTANCE = new LevenshteinDistance();

  private Suggestions() {}

  /** All the names, separated by commas, those first that differ in the fewest letters. */
  public static String first(String meant, Collection<String> names) {
    return names.stream()
        .sorted(
            Comparator.comparing((String name) -> DISTANCE.apply(meant, name))
                .thenComparing(Comparator.naturalOrder()))
        .collect(Collectors.joining(", "));
  }
}
