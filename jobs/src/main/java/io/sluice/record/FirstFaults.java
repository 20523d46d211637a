// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * What is wrong with the values of one record: the first faults of each column, and how many more
 * it has. One value may have millions of parts, and more of their faults say nothing new.
 *
 * @param <T> a fault
 */
public final class FirstFaults<T> {
  /** Of each column: none is without, so that it isn't taken for one whose values fit. */
  public static final int MOST = 20;

  private static final class Column<T> {
    private final List<T> first = new ArrayList<>();
    private int more;
  }

  private final BiFunction<T, Integer, T> andMore;
  private final Map<String, Column<T>> columns = new HashMap<>();

  /**
   * @param andMore makes of a fault one that also says how many more there are
   */
  public FirstFaults(BiFunction<T, Integer, T> andMore) {
    this.andMore = andMore;
  }

  /** Begins with another record. */
  public void clear() {
    columns.clear();
  }

  /**
   * Adds a fault.
   *
   * @param column in which the value is
   * @param fault asked only where it is kept
   */
  public void add(String column, Supplier<T> fault) {
    Column<T> of = columns.computeIfAbsent(column, name -> new Column<>());
    if (of.first.size() < MOST) {
      of.first.add(fault.get());
    } else {
      of.more++;
    }
  }

  /** The faults that are kept of some columns, in that order. */
  public List<T> of(List<String> names) {
    List<T> all = new ArrayList<>();
    for (String name : names) {
      Column<T> of = columns.get(name);
      if (of != null) {
        all.addAll(of.first);
        if (of.more > 0) {
          all.set(all.size() - 1, andMore.apply(all.get(all.size() - 1), of.more));
        }
      }
    }
    return all;
  }
}
