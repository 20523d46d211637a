// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.io.Serializable;

/**
 * Words for the errors of one expression: where it is, what it is for, and what went wrong.
 *
 * @param file the SQL file's name
 * @param place where the expression is, for errors that don't know it themselves
 * @param name of the rule or the column that the expression makes
 * @param hidden whether the values must not show
 */
public record SqlErrorText(String file, String place, String name, boolean hidden)
    implements Serializable {

  /**
   * For example {@code transformations.sql:3:5: total fails at a * 1000: [ARITHMETIC_OVERFLOW] …}.
   */
  public String of(Throwable error) {
    String where = SqlErrors.place(file, error).orElse(place);
    String at = SqlErrors.fragment(error).map(part -> " at " + part).orElse("");
    return "%s: %s fails%s: %s".formatted(where, name, at, SqlErrors.text(error, hidden));
  }
}
