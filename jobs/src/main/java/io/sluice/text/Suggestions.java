// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names that may be meant by a misspelt one. */
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

  /**
   * The name that was meant, where one of them is near: alike but for letter case, blanks and
   * underscores, or for a third of its letters, though not the first.
   */
  public static Optional<String> near(String meant, Collection<String> names) {
    String plain = plain(meant);
    return names.stream()
        .filter(name -> isNear(plain, plain(name)))
        .min(
            Comparator.comparing((String name) -> DISTANCE.apply(plain, plain(name)))
                .thenComparing(name -> DISTANCE.apply(meant, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Text such as " (did you mean 'visits'?)", empty where no name is near. */
  public static String didYouMean(String meant, Collection<String> names) {
    return near(meant, names).map(name -> " (did you mean '" + name + "'?)").orElse("");
  }

  private static boolean isNear(String meant, String name) {
    int length = Math.min(meant.length(), name.length());
    if (length >= 4 && (meant.startsWith(name) || name.startsWith(meant))) {
      return true;
    }
    int distance = DISTANCE.apply(meant, name);
    boolean sameStart = length > 0 && meant.charAt(0) == name.charAt(0);
    return distance <= (length + 1) / 3 && (distance < 2 || sameStart);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]", "");
  }
}
