// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Makes gzip archives. */
public final class Gzip {
  private Gzip() {}

  public static byte[] of(String text) throws IOException {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] of(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
