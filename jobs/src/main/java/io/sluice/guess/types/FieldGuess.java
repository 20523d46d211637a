// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.Values;
import io.sluice.sample.SampleField;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * What was guessed of one field of a sample's records.
 *
 * @param typing of a field without parts
 * @param parts types of what one with parts is made of
 * @param notes evidence, one a line, for the comments
 * @param isDoubtful whether a person should look at it
 */
public record FieldGuess(
    SampleField field,
    DataType type,
    Optional<Typing> typing,
    List<Typing> parts,
    List<String> notes,
    boolean isPersonal,
    boolean isDoubtful) {

  /** Its name, as files have it. */
  public String name() {
    return field.name();
  }

  /** Returns whether it is an object, an array or a map. */
  public boolean hasParts() {
    return typing.isEmpty();
  }

  /** What speaks for its type, as a clause for people. */
  public String why() {
    if (!hasParts()) {
      return notes.get(0);
    }
    return notes.isEmpty() ? "as the file says" : "guessed from its parts";
  }

  /** What speaks for the types of its parts, one a line. */
  public List<String> whyOfParts() {
    return hasParts() ? notes : List.of();
  }

  /** Its text in each record; of one with parts as JSON. */
  public Values texts() {
    return field.texts();
  }

  /** Where it is text after all. */
  FieldGuess with(Typing other) {
    return new FieldGuess(
        field,
        other.type(),
        Optional.of(other),
        List.of(),
        List.of(other.evidence()),
        isPersonal,
        isDoubtful || other.isDoubtful());
  }
}
