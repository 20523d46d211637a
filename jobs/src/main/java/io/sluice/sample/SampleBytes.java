// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.storage.Storage;
import io.sluice.unpack.FileKind;
import io.sluice.unpack.LandedFile;
import io.sluice.unpack.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * The unpacked bytes of a sample, up to a limit.
 *
 * @param isWhole whether there are no more
 */
record SampleBytes(byte[] bytes, boolean isWhole) {
  /** More would tell little more, and take longer to read than a person waits. */
  static final int MOST = 32 << 20;

  /** Number of records that are looked at, for the same reasons. */
  static final int MOST_RECORDS = 50_000;

  /**
   * @param taken kinds of files that are of the format
   * @param format what the file should be, such as CSV
   */
  static SampleBytes of(Storage storage, Path file, Set<FileKind> taken, String format) {
    SampleProblems problems = new SampleProblems(file);
    SampleBytes read;
    try {
      read =
          new LandedFile(file, storage.hadoop())
              .read(
                  taken,
                  bytes -> {
                    byte[] first = bytes.readNBytes(MOST);
                    boolean isWhole = first.length < MOST || bytes.read() < 0;
                    return new SampleBytes(first, isWhole);
                  });
    } catch (Refusal e) {
      throw problems.of(e, format);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (isWide(read.bytes)) {
      throw problems.wide();
    }
    return read.isWhole ? read : read.wholeLines();
  }

  private SampleBytes wholeLines() {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end == 0 ? this : new SampleBytes(Arrays.copyOf(bytes, end), false);
  }

  /** UTF-16 and UTF-32 have a mark of their own, or zeros beside the first letter. */
  private static boolean isWide(byte[] bytes) {
    int length = Math.min(bytes.length, 4);
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0 || bytes[i] == (byte) 0xfe || (i == 0 && bytes[i] == (byte) 0xff)) {
        return true;
      }
    }
    return false;
  }
}
