// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What separates the digits in the numbers of landed files.
 *
 * @param decimal before the decimals: a point or a comma
 * @param group between groups of three digits; empty where digits are never grouped
 */
public record NumberSeparators(String decimal, String group) implements Serializable {
  /** A point before the decimals, and no groups. */
  public static final NumberSeparators PLAIN = new NumberSeparators(".", "");

  private static final Map<String, String> DECIMALS = names(".", "'.'", ",", "','");

  private static final Map<String, String> GROUPS =
      names(
          ".",
          "'.'",
          ",",
          "','",
          "'",
          "\"'\"",
          "\u2019",
          "'\u2019' (U+2019)",
          " ",
          "a blank",
          "\u00a0",
          "a no-break space (U+00A0)",
          "\u202f",
          "a narrow no-break space (U+202F)",
          "\u2009",
          "a thin space (U+2009)");

  static final AllowedValue<String> DECIMAL =
      AllowedValue.text(allowed(DECIMALS), DECIMALS::containsKey);

  static final AllowedValue<String> GROUP =
      AllowedValue.text(
          "nothing, or one of " + allowed(GROUPS),
          text -> text.isEmpty() || GROUPS.containsKey(text));

  public NumberSeparators {
    if (decimal.equals(group)) {
      throw new IllegalArgumentException(
          "found %s both as decimal and as group; allowed: two that differ"
              .formatted(GROUPS.get(group)));
    }
  }

  private static Map<String, String> names(String... pairs) {
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      names.put(pairs[i], pairs[i + 1]);
    }
    return names;
  }

  private static String allowed(Map<String, String> names) {
    return names.values().stream().collect(Collectors.joining(", "));
  }

  public boolean hasGroups() {
    return !group.isEmpty();
  }

  /** Says whether a character separates anything. */
  public boolean has(char c) {
    return (decimal + group).indexOf(c) >= 0;
  }

  /**
   * Text such as {@code " with ',' before decimals and '.' between groups of three digits"}, for
   * messages about a number that doesn't fit; empty where there is nothing special.
   *
   * @param decimals whether the number may have decimals
   */
  public String described(boolean decimals) {
    String before = decimals ? "%s before decimals".formatted(DECIMALS.get(decimal)) : "";
    String between =
        hasGroups() ? "%s between groups of three digits".formatted(GROUPS.get(group)) : "";
    if (equals(PLAIN) || (before + between).isEmpty()) {
      return "";
    }
    return " with "
        + (before.isEmpty() || between.isEmpty() ? before + between : before + " and " + between);
  }
}
