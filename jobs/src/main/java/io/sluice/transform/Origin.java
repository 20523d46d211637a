package io.sluice.transform;

/**
 * A consumed file: a path may be consumed many times, in a batch once.
 *
 * @param path relative to {@code landing/}
 */
record Origin(long batch, String path) {

  /** Both in one text, which is a path again. */
  String text() {
    return batch + "/" + path;
  }
}
