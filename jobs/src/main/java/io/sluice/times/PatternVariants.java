// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a pattern with optional sections may look like, each time with other sections left out. */
final class PatternVariants {
  /** With more sections than this, combinations of them would take too long. */
  private static final int MOST_COMBINED = 6;

  private PatternVariants() {}

  /**
   * Patterns without brackets, by the sections that they have.
   *
   * @param parts of the whole pattern
   */
  static Map<BitSet, TimePattern> of(List<PatternPart> parts) {
    int sections = (int) parts.stream().filter(p -> p.letter() == PatternPart.OPENS).count();
    Map<BitSet, TimePattern> variants = new LinkedHashMap<>();
    for (BitSet wanted : choices(sections)) {
      BitSet has = new BitSet();
      StringBuilder text = new StringBuilder();
      Deque<Boolean> shown = new ArrayDeque<>(List.of(true));
      int section = 0;
      for (PatternPart part : parts) {
        if (part.letter() == PatternPart.OPENS) {
          boolean isShown = shown.peek() && wanted.get(section);
          has.set(section++, isShown);
          shown.push(isShown);
        } else if (part.letter() == PatternPart.CLOSES) {
          shown.pop();
        } else if (shown.peek()) {
          text.append(part.text());
        }
      }
      variants.putIfAbsent(has, new TimePattern(text.toString()));
    }
    return variants;
  }

  private static List<BitSet> choices(int sections) {
    if (sections <= MOST_COMBINED) {
      return IntStream.range(0, 1 << sections)
          .mapToObj(choice -> BitSet.valueOf(new long[] {choice}))
          .toList();
    }
    List<BitSet> choices = new ArrayList<>(List.of(new BitSet()));
    BitSet all = new BitSet();
    all.set(0, sections);
    choices.add(all);
    for (int section = 0; section < sections; section++) {
      BitSet one = new BitSet();
      one.set(section);
      choices.add(one);
    }
    return choices;
  }
}
