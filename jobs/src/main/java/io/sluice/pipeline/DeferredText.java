// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value that may name environment variables, which are looked up only where it is used: a job
 * that doesn't use it needs none of them. Its text is as it was written, so that it shows nothing
 * that they hold.
 */
public final class DeferredText {
  private final String written;
  private final List<String> missing;
  private final Environment environment;

  DeferredText(String written, Map<String, String> variables) {
    this.written = written;
    this.environment = new Environment(new TreeMap<>(variables));
    this.missing = environment.missingFor(written);
  }

  /** Says whether every variable that it names is set. */
  public boolean isKnown() {
    return missing.isEmpty();
  }

  /**
   * The value.
   *
   * @param user what messages call the place that it is in
   * @throws Problem INVALID where a variable isn't set
   */
  public String value(String user) {
    if (!isKnown()) {
      throw Problem.invalid(
          "Cannot use %s: it names ${%s}, an environment variable that is not set; set it"
              .formatted(user, missing.get(0)));
    }
    return environment.fill(written);
  }

  /** The text as it was written. */
  @Override
  public String toString() {
    return written;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeferredText text && text.written.equals(written);
  }

  @Override
  public int hashCode() {
    return written.hashCode();
  }
}
