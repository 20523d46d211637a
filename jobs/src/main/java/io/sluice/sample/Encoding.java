// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.sample.Sample.Remark;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A sample's text, and the character set in which all of it is text.
 *
 * @param charset its canonical name
 */
record Encoding(String charset, String text, Remark remark) {
  /** What the programs of western offices write; it has all that ISO-8859-1 has. */
  private static final List<String> OTHERS = List.of("windows-1252", "ISO-8859-1");

  /** What a decoder puts in place of bytes that are no letter. */
  static final int BROKEN = 0xfffd;

  private static final Pattern DOS = Pattern.compile("\\p{L}[\u0081\u0084\u0094]\\p{Ll}");

  private static final int LETTERS_PER_BROKEN = 10;

  static Encoding of(byte[] bytes) {
    try {
      String text = decode(bytes, StandardCharsets.UTF_8);
      boolean isMarked = text.startsWith("\uFEFF");
      boolean isAscii = text.chars().allMatch(c -> c < 128);
      String why =
          isMarked
              ? "it begins with a byte order mark, which doesn't matter"
              : isAscii ? "all of it is ASCII, which is a part of UTF-8" : "all of it is UTF-8";
      return new Encoding("UTF-8", isMarked ? text.substring(1) : text, new Remark("UTF-8", why));
    } catch (CharacterCodingException e) {
      return mostlyUtf8(bytes).orElseGet(() -> other(bytes));
    }
  }

  /** UTF-8 with a few broken letters is that still: by another encoding all others were wrong. */
  private static Optional<Encoding> mostlyUtf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    long broken = text.codePoints().filter(c -> c == BROKEN).count();
    long letters = text.codePoints().filter(c -> c > 127 && c != BROKEN).count();
    return letters < broken * LETTERS_PER_BROKEN
        ? Optional.empty()
        : Optional.of(
            new Encoding(
                "UTF-8",
                text.startsWith("\uFEFF") ? text.substring(1) : text,
                new Remark(
                    "UTF-8",
                    "almost all of it is UTF-8, and %s in it %s; such records are quarantined as invalid_utf8"
                        .formatted(
                            broken == 1 ? "1 sequence of bytes" : broken + " sequences of bytes",
                            broken == 1 ? "isn't" : "aren't"),
                    true)));
  }

  /** A text that is one of an old encoding beyond doubt; empty where it may be a common one. */
  private static Optional<String> rare(byte[] bytes) {
    String western = new String(bytes, StandardCharsets.ISO_8859_1);
    if (DOS.matcher(western).find()) {
      return Optional.of("IBM850"); // of DOS: ü, ä and ö, where Windows has quotes
    }
    boolean hasEuro = western.indexOf('\u00a4') >= 0; // elsewhere a sign that nobody writes
    boolean isIso = western.chars().noneMatch(c -> c >= 0x80 && c < 0xa0);
    return hasEuro && isIso ? Optional.of("ISO-8859-15") : Optional.empty();
  }

  private static Encoding other(byte[] bytes) {
    for (String name : Stream.concat(rare(bytes).stream(), OTHERS.stream()).toList()) {
      try {
        String text = decode(bytes, Charset.forName(name));
        return new Encoding(name, text, new Remark(name, why(bytes), true));
      } catch (CharacterCodingException e) {
        // the next one
      }
    }
    throw new IllegalStateException("ISO-8859-1 has a character for every byte");
  }

  private static String why(byte[] bytes) {
    int line = 1;
    for (byte b : bytes) {
      if (b < 0) {
        break;
      }
      line += b == '\n' ? 1 : 0;
    }
    return "it is no UTF-8 (line %d has the first letter beyond ASCII); look whether umlauts and accents are right in names of columns and in the test case"
        .formatted(line);
  }

  private static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
    return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
