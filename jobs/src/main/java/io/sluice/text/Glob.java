// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;

/**
 * A pattern for the names of files, as shells have them. It also matches the very name that it is,
 * so that a name with brackets can be given as it is.
 */
public final class Glob implements Serializable {
  private static final long serialVersionUID = 1;

  private final String text;
  private transient PathMatcher matcher;

  /**
   * @throws java.util.regex.PatternSyntaxException where it is no pattern
   */
  public Glob(String text) {
    this.text = text;
    matcher();
  }

  public boolean matches(String path) {
    return path.equals(text) || matcher().matches(Path.of(path));
  }

  private PathMatcher matcher() {
    if (matcher == null) {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + text);
    }
    return matcher;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && glob.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
