// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * How a run in this JVM ended.
 *
 * @param stdout its lines
 * @param report the copy that {@code --report} asks for
 */
public record RunResult(int exitCode, List<String> stdout, JsonNode report) {

  /** The first line on stdout. */
  public String verdict() {
    return stdout.get(0);
  }

  /** The last line on stdout. */
  public String outcome() {
    return stdout.get(stdout.size() - 1);
  }

  public String message() {
    return report.path("message").asText();
  }
}
