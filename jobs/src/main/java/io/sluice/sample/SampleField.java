// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.column.Values;

/**
 * A column of a sample, or a field of its records.
 *
 * @param name as files have it
 * @param isInner whether it is a field of an object, and its name the path there
 * @param texts of its value in each record; of one with parts as JSON
 */
public record SampleField(String name, Shape shape, Values texts, boolean isInner) {
  SampleField(String name, Shape shape, Values texts) {
    this(name, shape, texts, false);
  }

  /** A field without parts, whose type is to be guessed. */
  static SampleField of(String name, Values values) {
    return new SampleField(name, new Shape.Texts(values), values);
  }
}
