// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import org.apache.spark.unsafe.types.UTF8String;

/** One format of dates and times, as it is compiled for reading many texts. */
interface TimeFormat {
  /** No value: the text does not fit. */
  long NONE = Long.MIN_VALUE;

  /** No value: the text fits, but isn't one time. It is not for a later format to say which. */
  long REFUSED = Long.MIN_VALUE + 1;

  /**
   * Microseconds since 1970 UTC, or {@link #NONE}, or {@link #REFUSED}.
   *
   * @param zone of texts that don't name one themselves
   */
  long micros(UTF8String text, ZoneTimes zone);

  /** Days since 1970 of the date that the text has, regardless of its zone, or {@link #NONE}. */
  long day(UTF8String text);

  /**
   * Why the text is refused, as what follows "is no TIMESTAMP: "; nothing in it is of the text
   * itself if that is hidden.
   */
  String objection(UTF8String text, ZoneTimes zone, boolean hidden);
}
