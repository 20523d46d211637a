// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.util.Comparator;

/**
 * Identity of something that takes in what is published, change by change.
 *
 * @param kind such as {@link #AGGREGATION}
 * @param name unique within its kind
 */
public record ConsumerKey(String kind, String name) implements Comparable<ConsumerKey> {
  public static final String AGGREGATION = "aggregation";
  public static final String EXPORT = "export";

  private static final Comparator<ConsumerKey> ORDER =
      Comparator.comparing(ConsumerKey::kind).thenComparing(ConsumerKey::name);

  /** The aggregation that makes a relation. */
  public static ConsumerKey aggregation(String relation) {
    return new ConsumerKey(AGGREGATION, relation);
  }

  /** The export of a name. */
  public static ConsumerKey export(String name) {
    return new ConsumerKey(EXPORT, name);
  }

  @Override
  public int compareTo(ConsumerKey other) {
    return ORDER.compare(this, other);
  }
}
