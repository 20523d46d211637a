// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Faults that a field of any type can have: it is too long, or has bytes that are no text. Public
 * because generated code calls it.
 *
 * @param maxLength in characters
 */
public record FieldFaults(int maxLength) implements Serializable {
  /** Value of {@link EngineColumns#UNFIT}: nothing is wrong. */
  public static final int FIT = 0;

  /**
   * Value of {@link EngineColumns#UNFIT}: the lowest bit for what is wrong in a way of one format.
   */
  public static final int FIRST_OF_FORMATS = 8;

  private static final UTF8String REPLACEMENT = UTF8String.fromString("\uFFFD");

  /** One of the ways; their bits add up. */
  public enum Fault {
    NUL_BYTE(1),
    INVALID_UTF8(2),
    TOO_LONG(4);

    public final int bit;

    Fault(int bit) {
      this.bit = bit;
    }
  }

  /**
   * A field's faults, as bits. A replacement character counts, which is what a decoder puts in
   * place of bytes that are not in the encoding; where a file has no such bytes, it is there by
   * right.
   */
  public Integer inUndecodable(UTF8String text) {
    return faults(text) | (text.contains(REPLACEMENT) ? Fault.INVALID_UTF8.bit : 0);
  }

  /** The same, of a file that is all text. */
  public Integer faults(UTF8String text) {
    boolean isLong = text.numBytes() > maxLength && text.numChars() > maxLength;
    return (hasNul(text) ? Fault.NUL_BYTE.bit : 0) | (isLong ? Fault.TOO_LONG.bit : 0);
  }

  /** The same, of bytes that are not known to be text yet. */
  public Integer inBytes(UTF8String bytes) {
    return faults(bytes) | (isText(bytes) ? FIT : Fault.INVALID_UTF8.bit);
  }

  private static boolean isText(UTF8String bytes) {
    for (int i = 0; i < bytes.numBytes(); i++) {
      if (FieldText.at(bytes, i) < 0) {
        return isUtf8(bytes.getBytes());
      }
    }
    return true;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean hasNul(UTF8String text) {
    for (int i = 0; i < text.numBytes(); i++) {
      if (FieldText.at(text, i) == 0) {
        return true;
      }
    }
    return false;
  }
}
