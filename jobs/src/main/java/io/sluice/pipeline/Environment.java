// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code ${NAME}} in values of pipeline.yaml from environment variables. */
final class Environment {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

  private final Map<String, String> variables;
  private final SortedMap<String, String> used = new TreeMap<>();

  private final boolean isDeferred;

  Environment(Map<String, String> variables) {
    this(variables, false);
  }

  private Environment(Map<String, String> variables, boolean isDeferred) {
    this.variables = variables;
    this.isDeferred = isDeferred;
  }

  /** Leaves references as they are: they are resolved when the value is used. */
  static Environment deferred() {
    return new Environment(Map.of(), true);
  }

  static boolean isNeededBy(String value) {
    return REFERENCE.matcher(value).find();
  }

  /** The variables that the value names and that are not set. */
  List<String> missingFor(String value) {
    if (isDeferred) {
      return List.of();
    }
    return REFERENCE
        .matcher(value)
        .results()
        .map(reference -> reference.group(1))
        .filter(name -> !variables.containsKey(name))
        .toList();
  }

  /** The value with its references replaced; all of them must be set. */
  String fill(String value) {
    if (isDeferred) {
      return value;
    }
    return REFERENCE
        .matcher(value)
        .replaceAll(
            reference -> {
              String found = variables.get(reference.group(1));
              used.put(reference.group(1), found);
              return Matcher.quoteReplacement(found);
            });
  }

  /** Variables that were filled in so far: they help to decide the tables' content. */
  SortedMap<String, String> used() {
    return used;
  }
}
