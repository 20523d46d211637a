// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Result of a quality check.
 *
 * @param severity {@code fail} or {@code warn}
 * @param violations how many rows violate the check
 * @param sample some of them, column by column; null values are allowed
 */
public record CheckResult(
    String name, String severity, long violations, List<Map<String, Object>> sample) {
  public CheckResult {
    List<Map<String, Object>> copies = new ArrayList<>();
    sample.forEach(row -> copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(row))));
    sample = Collections.unmodifiableList(copies);
  }

  /** By name, in the order in which reports have them. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("severity", severity);
    fields.put("violations", violations);
    fields.put("sample", sample);
    return fields;
  }

  /** Text such as {@code 1 violation}. */
  public String found() {
    return Counted.of(violations, "violation");
  }

  public boolean passed() {
    return violations == 0;
  }

  /** Tells whether it stops what comes downstream. */
  public boolean failed() {
    return !passed() && severity.equals("fail");
  }

  /** Tells whether it is violated, and stops nothing. */
  public boolean warned() {
    return !passed() && !failed();
  }
}
