// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

/**
 * Identity of a consumed file: a path may be consumed many times, in a batch once.
 *
 * @param path relative to {@code landing/}
 */
public record FileKey(long batch, String path) {

  /** Both in one text, which is a path again. */
  public String text() {
    return batch + "/" + path;
  }
}
