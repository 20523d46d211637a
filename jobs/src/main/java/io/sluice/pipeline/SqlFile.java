// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.problem.Problem;

/**
 * One SQL file of a pipeline: a single query.
 *
 * @param name relative to the pipeline's folder, for messages, such as {@code
 *     aggregations/daily.sql}
 * @param text the whole text, header included
 * @param description from its directive, else empty
 */
public record SqlFile(String name, String text, String description) {

  /** The text without comments and layout: what the query depends on. */
  /** The problem that the file can't be used, INVALID. */
  public Problem refused(String why) {
    return Problem.invalid("Cannot use %s: %s".formatted(name, why));
  }

  public String meaning() {
    return SqlText.meaning(text);
  }
}
