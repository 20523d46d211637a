// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * A folder of JSON files {@code 000001.json, 000002.json, …}, each written once and never changed.
 */
public record NumberedFiles(Storage storage, Path folder) {
  private static final Pattern NAME = Pattern.compile("(\\d{6,})\\.json");

  public Path path(long number) {
    return new Path(folder, name(number));
  }

  /** The numbers that are there, ascending. */
  public List<Long> numbers() {
    return storage.names(folder).stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .map(match -> Long.parseLong(match.group(1)))
        .sorted()
        .toList();
  }

  /** Numbers of files that are read one after the other, in a loop that tells how far it is. */
  public Iterable<Long> each(Collection<Long> numbers) {
    return storage.progress().each(numbers, "file", "of %s/ read".formatted(folder.getName()));
  }

  public boolean has(long number) {
    return storage.exists(path(number));
  }

  public String read(long number) {
    return storage.read(path(number));
  }

  /**
   * @return false where another writer has written that number; theirs remains
   */
  public boolean createIfAbsent(long number, String json) {
    return storage.createIfAbsent(path(number), json);
  }

  public static String name(long number) {
    return "%06d.json".formatted(number);
  }
}
