// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * A guessed type.
 *
 * @param formats of dates and times, in the order in which they are tried
 * @param evidence why, as a clause for people, such as "all 812 values have 5 digits"
 * @param strays number of values that it doesn't fit
 * @param conversion what transformations.sql makes of the column, where that is more than the
 *     column itself
 * @param isDoubtful whether the values would fit another meaning as well
 */
public record Typing(
    DataType type,
    List<String> formats,
    String evidence,
    long strays,
    Optional<Conversion> conversion,
    boolean isDoubtful) {

  static Typing of(DataType type, String evidence) {
    return new Typing(type, List.of(), evidence, 0, Optional.empty(), false);
  }

  static Typing of(DataType type, String evidence, long strays) {
    return new Typing(type, List.of(), evidence, strays, Optional.empty(), false);
  }

  static Typing ofTimes(
      DataType type, List<String> formats, String evidence, long strays, boolean isDoubtful) {
    return new Typing(type, formats, evidence, strays, Optional.empty(), isDoubtful);
  }

  /** The same, by other evidence. */
  Typing because(String other) {
    return new Typing(type, formats, other, strays, conversion, isDoubtful);
  }

  /** The same, which a person should look at. */
  Typing withDoubt() {
    return new Typing(type, formats, evidence, strays, conversion, true);
  }

  /** The same, which a person should look at for one more reason. */
  Typing withDoubt(String why) {
    return new Typing(type, formats, evidence + "; " + why, strays, conversion, true);
  }

  /** The same, of which SQL makes something else. */
  Typing as(Conversion other) {
    return new Typing(type, formats, evidence, strays, Optional.of(other), isDoubtful);
  }
}
