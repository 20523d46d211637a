// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.record.FieldFaults;

/**
 * What keeps a text from being read as a record. It says where and what was expected, and nothing
 * of what is there.
 */
final class JsonFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** In the bits of {@link io.sluice.record.EngineColumns#UNFIT}. */
  enum Kind {
    INVALID_JSON(0),
    NOT_OBJECT(1),
    TOO_DEEP(2);

    final int bit;

    Kind(int place) {
      this.bit = FieldFaults.FIRST_OF_FORMATS << place;
    }

    /** The code of the reason. */
    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Kind kind;

  private JsonFault(Kind kind, String message) {
    super(message, null, false, false /* a stack costs more than all else of a broken record */);
    this.kind = kind;
  }

  /**
   * A text that is no JSON.
   *
   * @param what would have been right
   * @param at index of the byte, from 0
   */
  static JsonFault expected(String what, long at) {
    return new JsonFault(
        Kind.INVALID_JSON, "it is no JSON: at byte %d %s is expected".formatted(at + 1, what));
  }

  /** A text that is JSON, and no object. */
  static JsonFault notObject() {
    return new JsonFault(Kind.NOT_OBJECT, "it is JSON, but no object");
  }

  static JsonFault tooDeep() {
    return new JsonFault(
        Kind.TOO_DEEP,
        "it has objects and arrays in each other, more than %d deep"
            .formatted(JsonCursor.MAX_DEPTH));
  }

  Kind kind() {
    return kind;
  }
}
