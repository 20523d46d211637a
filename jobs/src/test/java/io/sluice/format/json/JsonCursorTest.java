// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON, and what isn't, as another parser has it. */
class JsonCursorTest {
  private static final String RECORD =
      "{\"a\":[1,-2.50e+3,true,null,{}],\"b\\u00e4\":{\"c\":\"x\\n"
          + "\\\"\\uD83D\\ude00\",\"d\":[[]]},\"e\":0}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "0",
        "-0",
        "1.5",
        "1e5",
        "1E-5",
        "-0.0e+0",
        "\"\"",
        "true",
        "false",
        "null",
        " \t\r\n{ \"a\" : [ 1 , 2 ] } ",
        "[[[[]]]]",
        "{\"a\":{\"a\":{\"a\":1}}}",
        "\"\\/\\b\\f\"",
        "{\"\":1}",
        "[\"\\u0000\"]",
        "\"\u00e4\u20ac\uD83D\uDE00\"",
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "{]",
        "[}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "[1,]",
        "[,1]",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "['a']",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        ".5",
        "5.",
        "01",
        "-01",
        "1e",
        "1e+",
        "0x1",
        "1_000",
        "tru",
        "True",
        "nul",
        "truex",
        "1 2",
        "{}{}",
        "[] []",
        "{\"a\":1}x",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"\n\"",
        "// c\n1",
        "/* c */1",
        "1 // c",
        "# c\n1",
        "{\"a\":1;\"b\":2}",
        "{\"a\"=1}",
        "[1 2]",
        "{\"a\":1 \"b\":2}",
        "{1:2}",
        "{null:1}",
        "[\"a\":1]",
        "\u00a0[]",
        "{\"a\":undefined}"
      })
  void one_text(String text) {
    assertThat(isJson(text)).as(text).isEqualTo(isJsonToJackson(text));
  }

  /** A byte more, less or changed, in any place. */
  @Test
  void a_record_with_a_slip() {
    Random random = new Random(7);
    String signs = "{}[]\",:\\ 0123456789.eE+-truefalsn u\n";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(RECORD);
      for (int slips = 1 + random.nextInt(2); slips > 0; slips--) {
        int at = random.nextInt(text.length());
        char sign = signs.charAt(random.nextInt(signs.length()));
        switch (random.nextInt(4)) {
          case 0 -> text.insert(at, sign);
          case 1 -> text.deleteCharAt(at);
          case 2 -> text.setCharAt(at, sign);
          default -> text.setLength(Math.max(1, at));
        }
      }
      assertThat(isJson(text.toString()))
          .as(text.toString())
          .isEqualTo(isJsonToJackson(text.toString()));
    }
  }

  @Test
  void a_thousand_levels_and_no_more() {
    assertThat(isJson("[".repeat(1000) + "]".repeat(1000))).isTrue();
    JsonCursor cursor = new JsonCursor();
    cursor.begin("[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
    assertThat(kind(cursor)).isEqualTo(JsonFault.Kind.TOO_DEEP);
  }

  @Test
  void names_and_strings_are_those_that_are_meant() throws IOException {
    for (String text :
        List.of(
            "\"a\\u00e4\\n\\t\\\"\\\\\\/\"", "\"\\uD83D\\uDE00x\"", "\"\u00e4\u20ac\"", "\"\"")) {
      JsonCursor cursor = new JsonCursor();
      cursor.begin(text.getBytes(StandardCharsets.UTF_8));
      cursor.peek();
      cursor.string();
      try (JsonParser jackson = new JsonFactory().createParser(text)) {
        jackson.nextToken();
        assertThat(cursor.token().text().toString()).isEqualTo(jackson.getText());
      }
      assertThat(cursor.token().isBroken()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\\ud800x\\udc00\"",
        "\"\\ud800\\n\""
      })
  void half_a_character_is_none(String text) {
    JsonCursor cursor = new JsonCursor();
    cursor.begin(text.getBytes(StandardCharsets.UTF_8));
    cursor.peek();
    cursor.string();
    assertThat(cursor.token().isBroken()).isTrue();
    assertThat(cursor.token().text().toString()).contains("\uFFFD");
  }

  /** Every sequence of two bytes and samples of longer ones, against Java's own decoder. */
  @Test
  void bytes_are_text_or_not() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(5)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] =
            (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 0x80 + random.nextInt(128));
      }
      assertThat(Utf8.isText(bytes, 0, bytes.length))
          .as(java.util.Arrays.toString(bytes))
          .isEqualTo(decodes(bytes));
    }
    IntStream.of('a', 0xe4, 0x20ac, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff)
        .mapToObj(c -> Character.toString(c).getBytes(StandardCharsets.UTF_8))
        .forEach(bytes -> assertThat(Utf8.isText(bytes, 0, bytes.length)).isTrue());
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
      return true;
    } catch (java.nio.charset.CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isJson(String text) {
    JsonCursor cursor = new JsonCursor();
    cursor.begin(text.getBytes(StandardCharsets.UTF_8));
    return kind(cursor) == null;
  }

  private static JsonFault.Kind kind(JsonCursor cursor) {
    try {
      cursor.skip();
      cursor.finish();
      return null;
    } catch (JsonFault e) {
      return e.kind();
    }
  }

  private static boolean isJsonToJackson(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      if (parser.currentToken().isScalarValue()) {
        parser.getText();
      } else {
        parser.skipChildren();
      }
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
