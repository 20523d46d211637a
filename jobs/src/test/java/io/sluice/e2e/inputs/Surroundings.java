// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a machine may bring to a run: options of its JVM, environment variables, Spark's and
 * Hadoop's own configuration files, and a program that starts it.
 *
 * @param jvm options
 * @param variables of the environment; an empty value takes one away
 * @param defaults lines of {@code spark-defaults.conf}
 * @param core properties of {@code core-site.xml}
 * @param starter a command line that the JVM's is added to
 */
record Surroundings(
    List<String> jvm,
    Map<String, String> variables,
    List<String> defaults,
    Map<String, String> core,
    List<String> starter) {

  /** A machine with habits that need no mention. */
  static Surroundings plain() {
    Map<String, String> variables =
        Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC", "JAVA_TOOL_OPTIONS", "");
    return new Surroundings(List.of(), variables, List.of(), Map.of(), List.of());
  }

  Surroundings jvm(String... options) {
    return new Surroundings(plus(jvm, options), variables, defaults, core, starter);
  }

  Surroundings variable(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(variables);
    more.put(name, value);
    return new Surroundings(jvm, more, defaults, core, starter);
  }

  Surroundings defaults(String... lines) {
    return new Surroundings(jvm, variables, plus(defaults, lines), core, starter);
  }

  Surroundings core(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(core);
    more.put(name, value);
    return new Surroundings(jvm, variables, defaults, more, starter);
  }

  Surroundings startedBy(List<String> words) {
    return new Surroundings(jvm, variables, defaults, core, words);
  }

  private static List<String> plus(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
