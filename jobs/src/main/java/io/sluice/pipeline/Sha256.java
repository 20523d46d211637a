// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 in hexadecimal digits. */
public final class Sha256 {
  private static final int SHORT_LENGTH = 16;

  private Sha256() {}

  static String of(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** One short hash of several texts; text that moves from one to the next changes it. */
  public static String shortOf(List<String> texts) {
    return of(String.join("\n", texts.stream().map(Sha256::of).toList()))
        .substring(0, SHORT_LENGTH);
  }
}
