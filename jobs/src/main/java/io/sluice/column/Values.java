// SPDX-License-Identifier: Apache-2.0
package io.sluice.column;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Texts of one column, or of one field within records. */
public final class Values {
  private final List<String> texts;
  private final List<String> present;

  /**
   * @param texts as they stand, null where there is none; of blanks alone they count as none, as
   *     they do where files are taken in
   */
  public Values(List<String> texts) {
    List<String> all = new ArrayList<>(texts.size());
    List<String> some = new ArrayList<>(texts.size());
    for (String text : texts) {
      boolean isThere = text != null && !isBlank(text);
      all.add(isThere ? text : null);
      if (isThere) {
        some.add(text);
      }
    }
    this.texts = Collections.unmodifiableList(all);
    this.present = Collections.unmodifiableList(some);
  }

  private static boolean isBlank(String text) {
    return text.chars().allMatch(c -> c == ' ' || c == '\t');
  }

  /** The text of one record; null where there is none. */
  public String of(int record) {
    return texts.get(record);
  }

  /** Number of records, or of places within them, that might have a value. */
  public int size() {
    return texts.size();
  }

  /** Number of records, or of places within them, that have no value. */
  public int missing() {
    return texts.size() - present.size();
  }

  /** The texts that are there, in their order. */
  public List<String> present() {
    return present;
  }

  /** Returns whether no text is there. */
  public boolean isEmpty() {
    return present.isEmpty();
  }

  /** The texts that are there, each once. */
  public Set<String> distinct() {
    return new LinkedHashSet<>(present);
  }

  /** Returns whether every text that is there is so; true where none is there. */
  public boolean all(Predicate<String> condition) {
    return present.stream().allMatch(condition);
  }

  /** The first text that is so. */
  public Optional<String> first(Predicate<String> condition) {
    return present.stream().filter(condition).findFirst();
  }

  /** Number of texts that are so. */
  public long count(Predicate<String> condition) {
    return present.stream().filter(condition).count();
  }

  /** The same without texts that stand for a missing value. */
  public Values without(Predicate<String> missing) {
    return new Values(
        texts.stream().map(text -> text == null || missing.test(text) ? null : text).toList());
  }

  /** Text such as "all 812 values". */
  public String counted() {
    return present.size() == 1 ? "the one value" : "all " + present.size() + " values";
  }
}
