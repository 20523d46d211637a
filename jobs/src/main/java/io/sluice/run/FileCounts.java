// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

/**
 * Landed files of a run.
 *
 * @param ingested files that were read
 * @param rejected files that were refused as a whole
 * @param ignored files in {@code landing/} that no rule takes
 */
public record FileCounts(long ingested, long rejected, long ignored) {
  static final FileCounts NONE = new FileCounts(0, 0, 0);

  FileCounts plus(FileCounts other) {
    return new FileCounts(
        ingested + other.ingested, rejected + other.rejected, ignored + other.ignored);
  }
}
