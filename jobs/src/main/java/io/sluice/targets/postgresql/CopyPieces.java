// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * The lines of a partition, joined to pieces.
 *
 * @param lines each with its end
 */
record CopyPieces(Iterator<String> lines) implements Iterator<byte[]> {
  private static final int PIECE_BYTES = 1 << 18;

  @Override
  public boolean hasNext() {
    return lines.hasNext();
  }

  @Override
  public byte[] next() {
    ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE_BYTES + PIECE_BYTES / 4);
    while (lines.hasNext() && piece.size() < PIECE_BYTES) {
      piece.writeBytes(lines.next().getBytes(StandardCharsets.UTF_8));
    }
    return piece.toByteArray();
  }
}
