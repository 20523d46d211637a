// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 in hexadecimal digits. */
public final class Sha256 {
  private static final int SHORT_LENGTH = 16;

  private Sha256() {}

  /** One short hash of several texts; text that moves from one to the next changes it. */
  public static String shortOf(List<String> texts) {
    List<String> hashes = texts.stream().map(text -> DigestUtils.sha256Hex(text)).toList();
    return DigestUtils.sha256Hex(String.join("\n", hashes)).substring(0, SHORT_LENGTH);
  }
}
