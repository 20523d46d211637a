// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes are read by what PostgreSQL's manual and numeric.c say of them. */
class CopyBufferTest {
  private static final short NEGATIVE = 0x4000;

  @Test
  void writesNumbersOfEveryLengthAndScale() {
    for (String digits :
        List.of("0", "1", "9", "10", "9999", "10000", "12345", "99999999", "100000000")) {
      for (int scale = 0; scale <= 18; scale++) {
        assertNumber(new BigDecimal(digits).movePointLeft(scale).setScale(scale));
      }
    }
    for (int scale = 0; scale <= 18; scale++) {
      assertNumber(new BigDecimal("9".repeat(18)).movePointLeft(scale).setScale(scale));
      assertNumber(new BigDecimal("1" + "0".repeat(17)).movePointLeft(scale).setScale(scale));
    }
  }

  private static void assertNumber(BigDecimal number) {
    for (BigDecimal each : List.of(number, number.negate())) {
      long unscaled = each.unscaledValue().longValueExact();
      assertEquals(each, number(out -> out.numericValue(unscaled, each.scale())));
      assertEquals(each, number(out -> out.numericValue(each)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99999999999999999999999999999999999999",
        "-9999999999999999999999999999.9999999999",
        "0.00000000000000000000000000000000000001",
        "-9223372036854775808",
        "10000000000000000000000.00"
      })
  void writesLongNumbers(BigDecimal number) {
    assertEquals(number, number(out -> out.numericValue(number)));
  }

  @Test
  void writesLengthsBeforeValues() {
    assertEquals("ffffffff", hex(CopyBuffer::nullValue));
    assertEquals("0000000101", hex(out -> out.booleanValue(true)));
    assertEquals("00000002fffe", hex(out -> out.shortValue(-2)));
    assertEquals("0000000480000000", hex(out -> out.intValue(Integer.MIN_VALUE)));
    assertEquals("000000087fffffffffffffff", hex(out -> out.longValue(Long.MAX_VALUE)));
    assertEquals("0000000361097a", hex(out -> out.bytesValue("a\tz".getBytes(ISO_8859_1))));
    assertEquals("00000003017b7d", hex(out -> out.jsonbValue("{}".getBytes(ISO_8859_1))));
  }

  @Test
  void writesWhatIsAroundRows() {
    assertEquals(
        "5047434f50590aff0d0a000000000000000000", HexFormat.of().formatHex(CopyBuffer.header()));
    assertEquals("ffff", HexFormat.of().formatHex(CopyBuffer.trailer()));
    assertEquals("0018", hex(out -> out.startRow(24)));
  }

  /** The number that the bytes of a numeric stand for. */
  private static BigDecimal number(Consumer<CopyBuffer> writing) {
    ByteBuffer bytes = ByteBuffer.wrap(written(writing));
    assertEquals(bytes.getInt(), bytes.remaining());
    int groups = bytes.getShort();
    int weight = bytes.getShort();
    boolean isNegative = bytes.getShort() == NEGATIVE;
    int scale = bytes.getShort();
    BigDecimal number = BigDecimal.ZERO;
    for (int i = 0; i < groups; i++) {
      number = number.add(BigDecimal.valueOf(bytes.getShort()).scaleByPowerOfTen(4 * (weight - i)));
    }
    assertEquals(0, bytes.remaining());
    return (isNegative ? number.negate() : number).setScale(scale);
  }

  private static String hex(Consumer<CopyBuffer> writing) {
    return HexFormat.of().formatHex(written(writing));
  }

  private static byte[] written(Consumer<CopyBuffer> writing) {
    CopyBuffer out = new CopyBuffer(1);
    writing.accept(out);
    return out.toByteArray();
  }
}
