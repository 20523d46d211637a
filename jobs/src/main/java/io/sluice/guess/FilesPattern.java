// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.pipeline.Format;
import io.sluice.text.FilePattern;
import io.sluice.unpack.Compression;

/** A pattern for files that are named like a sample. */
final class FilesPattern {
  private FilesPattern() {}

  static String of(String name, Format format) {
    String plain = Compression.withoutEnding(name).orElse(name);
    int dot = plain.lastIndexOf('.');
    String pattern = dot < 0 ? "*" : "*" + plain.substring(dot);
    boolean isPlain = pattern.matches("\\*(\\.[A-Za-z0-9_-]+)?");
    return isPlain && FilePattern.isAllowed(pattern) && new FilePattern(pattern).matches(plain)
        ? pattern
        : "*." + format.ending();
  }
}
