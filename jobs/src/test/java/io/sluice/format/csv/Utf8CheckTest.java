// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8CheckTest {
  @Test
  void agrees_with_the_decoder_about_any_bytes() {
    int[] edges = {0, 'a', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1};
    int[] more = {0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff};
    Random random = new Random(5);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(6)];
      for (int at = 0; at < bytes.length; at++) {
        int any = random.nextInt(edges.length + more.length);
        bytes[at] = (byte) (any < edges.length ? edges[any] : more[any - edges.length]);
      }

      assertThat(failed(bytes)).as(Arrays.toString(bytes)).isEqualTo(!isText(bytes));
    }
  }

  @Test
  void a_character_may_lie_across_two_calls() {
    Utf8Check check = new Utf8Check();
    check.accept(new byte[] {'a', (byte) 0xe2, (byte) 0x82}, 3);
    assertThat(check.failed()).isTrue();
    check.accept(new byte[] {(byte) 0xac, 'b'}, 2);
    assertThat(check.failed()).isFalse();
  }

  private static boolean failed(byte[] bytes) {
    Utf8Check check = new Utf8Check();
    check.accept(bytes, bytes.length);
    return check.failed();
  }

  private static boolean isText(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
