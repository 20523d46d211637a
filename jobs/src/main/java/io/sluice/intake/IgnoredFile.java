// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

/**
 * Entry of {@code landing/} that is left alone.
 *
 * @param path relative to {@code landing/}
 */
public record IgnoredFile(String path, Why why) {
  /** Reason to leave an entry alone. */
  public enum Why {
    UNDER_WAY("an upload under way", false),
    OTHER_NAME("source.files does not take its name", false),
    OTHER_CASE("source.files takes its name in other upper and lower case", true),
    IN_SUBFOLDER("source.files takes it in landing/ itself, not in a subfolder", true),
    FOLDER("a folder", false),
    CLOSED_FOLDER("a folder that Sluice's user may not look into", true),
    NAMELESS("its name is no text in this system, rename it", true);

    private final String text;
    private final boolean isSuspect;

    Why(String text, boolean isSuspect) {
      this.text = text;
      this.isSuspect = isSuspect;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Tells whether it seems to have been meant to be taken. */
  public boolean isSuspect() {
    return why.isSuspect;
  }
}
