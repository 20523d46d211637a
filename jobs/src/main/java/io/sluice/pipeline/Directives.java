// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.text.Suggestions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The directives of a SQL file: lines {@code -- name: value} above its first line of SQL. Plain
 * comments may be between them. A comment that starts with any other word and a colon is a plain
 * comment too, unless the word is a directive's name but for a letter or two: then it is taken for
 * a misspelt one and refused.
 */
final class Directives {
  private static final Pattern DIRECTIVE = Pattern.compile("--\\s*([a-z][a-z-]*):\\s*(.*)");
  private static final List<String> NAMES =
      Arrays.stream(SqlKind.values()).flatMap(kind -> kind.directives.stream()).distinct().toList();
  private static final LevenshteinDistance DISTANCE = new LevenshteinDistance();

  private final String file;
  private final Findings findings;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private Directives(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  static Directives read(String file, SqlKind kind, String text, Findings findings) {
    Directives directives = new Directives(file, findings);
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      Matcher directive = DIRECTIVE.matcher(line);
      if (!line.isEmpty() && !line.startsWith("--")) {
        break;
      } else if (directive.matches() && isMeant(directive.group(1))) {
        directives.add(kind, number, directive.group(1), directive.group(2));
      }
    }
    return directives;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The value; empty where there is none or it is refused. */
  <T> Optional<T> optional(String name, AllowedValue<T> allowed) {
    Optional<String> written = Optional.ofNullable(values.get(name));
    Optional<T> value = written.flatMap(text -> allowed.read(Scalar.unquoted(text)));
    if (written.isPresent() && value.isEmpty()) {
      Scalar scalar = Scalar.unquoted(written.get());
      refuse(
          name, scalar.shown() + allowed.objection().apply(scalar.value()), allowed.description());
    }
    return value;
  }

  void refuse(String name, String found, String allowed) {
    refuse(lines.get(name), name, found, allowed);
  }

  private void refuse(int line, String name, String found, String allowed) {
    findings.add(file, line, "%s: found %s; allowed: %s".formatted(name, found, allowed));
  }

  private void add(SqlKind kind, int line, String name, String value) {
    if (!kind.directives.contains(name)) {
      String found = "'%s'%s".formatted(name, Suggestions.didYouMean(name, kind.directives));
      String allowed = String.join(", ", kind.directives);
      findings.add(file, line, "found the directive %s; allowed: %s".formatted(found, allowed));
    } else if (values.putIfAbsent(name, value) != null) {
      refuse(line, name, "the directive twice", "every directive once");
    } else {
      lines.put(name, line);
    }
  }

  private static boolean isMeant(String word) {
    return NAMES.stream().anyMatch(name -> DISTANCE.apply(name, word) <= misspellings(name));
  }

  /** Number of letters that may be wrong: in a short name two would make another word. */
  private static int misspellings(String name) {
    return name.length() > 6 ? 2 : 1;
  }
}
