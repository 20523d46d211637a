package io.sluice.tool;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names that somebody may have meant by another. */
final class Nearest {
  private static final LevenshteinDistance DISTANCE = new LevenshteinDistance();

  private Nearest() {}

  /** All the names, separated by commas, those first that differ in the fewest letters. */
  static String first(String meant, Collection<String> names) {
    return names.stream()
        .sorted(
            Comparator.comparing((String name) -> DISTANCE.apply(meant, name))
                .thenComparing(Comparator.naturalOrder()))
        .collect(Collectors.joining(", "));
  }
}
