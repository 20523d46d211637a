// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A pattern for the files of a folder, as shells have them. With a slash in it, it takes files of
 * subfolders: {@code *} stands for names in one folder, and <code>**&#47;</code> for any number of
 * folders, none included.
 */
public final class FilePattern {
  private static final String ANY_FOLDERS = "**/";

  private final String text;
  private final List<PathMatcher> matchers;
  private final List<PathMatcher> inLowerCase;

  /**
   * @throws PatternSyntaxException where it is no pattern
   */
  public FilePattern(String text) {
    this.text = text;
    this.matchers = matchers(text);
    this.inLowerCase = matchers(text.toLowerCase(Locale.ROOT));
  }

  /** Tells whether a text is a pattern that can take files. */
  public static boolean isAllowed(String text) {
    boolean isPath =
        Stream.of(text.split("/", -1))
            .noneMatch(part -> part.isBlank() || part.equals("..") || UploadNames.has(part));
    try {
      return isPath && !new FilePattern(text).matchers.isEmpty();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  public boolean matches(String path) {
    return matches(matchers, path);
  }

  /** Tells whether it would match if upper and lower case were the same. */
  public boolean matchesInOtherCase(String path) {
    return matches(inLowerCase, path.toLowerCase(Locale.ROOT));
  }

  /** Tells whether files of subfolders may match. */
  public boolean takesSubfolders() {
    return text.contains("/") || text.contains("**");
  }

  private static boolean matches(List<PathMatcher> matchers, String path) {
    Path asked = Path.of(path);
    return matchers.stream().anyMatch(matcher -> matcher.matches(asked));
  }

  /** Java takes the slash after two asterisks for one that has to be there. */
  private static List<PathMatcher> matchers(String text) {
    List<String> texts = new ArrayList<>(List.of(text));
    if (text.startsWith(ANY_FOLDERS)) {
      texts.add(text.substring(ANY_FOLDERS.length()));
    }
    for (String each : List.copyOf(texts)) {
      if (each.contains("/" + ANY_FOLDERS)) {
        texts.add(each.replace("/" + ANY_FOLDERS, "/"));
      }
    }
    return texts.stream()
        .map(each -> FileSystems.getDefault().getPathMatcher("glob:" + each))
        .toList();
  }
}
