// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.record.FieldFault;
import io.sluice.record.FieldFaults;
import io.sluice.record.FirstFaults;
import io.sluice.refine.FaultMessages;
import io.sluice.refine.LocalTimes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.unsafe.types.UTF8String;

/** One record after the other on its way from Spark's types to the schema's, with its faults. */
final class Reading {
  private final Calendar calendar;
  private final LocalTimes zone;
  private final FieldFaults texts;
  private final Set<String> personal;
  private final Deque<Object> path = new ArrayDeque<>();
  private final FirstFaults<Fault> faults = new FirstFaults<>(Fault::andMore);
  private String column = "";
  private int count;

  /**
   * @param zone of times that are of no zone by themselves
   * @param personal columns whose values never show
   */
  Reading(Calendar calendar, LocalTimes zone, FieldFaults texts, Set<String> personal) {
    this.calendar = calendar;
    this.zone = zone;
    this.texts = texts;
    this.personal = personal;
  }

  /** Begins with a record. */
  void begin() {
    if (count > 0) {
      faults.clear();
      count = 0;
    }
  }

  /** Goes to a column. */
  void column(String name) {
    column = name;
  }

  /** Goes into a part of a value: a field's name, or an index. */
  void enter(Object part) {
    path.addLast(part);
  }

  void leave() {
    path.removeLast();
  }

  Calendar calendar() {
    return calendar;
  }

  LocalTimes zone() {
    return zone;
  }

  /** Says whether the value that is read may not show. */
  boolean isPersonal() {
    return personal.contains(column);
  }

  FieldFaults texts() {
    return texts;
  }

  /** The number of faults that the record has so far. */
  int faults() {
    return count;
  }

  /**
   * The first faults of each column of the record, as raw rows have them; null where there are
   * none.
   */
  UTF8String found(List<String> columns) {
    return count == 0 ? null : Fault.written(faults.of(columns));
  }

  /**
   * Notes a value that is no value of its type.
   *
   * @param why empty where that says all
   */
  void misfit(String text, String type, String why) {
    String what = "is no " + type + (why.isEmpty() ? "" : ": " + why);
    add(() -> fault(path() + "_type", what, UTF8String.fromString(text), text));
  }

  /** Notes a required field that isn't there. */
  void missing() {
    add(() -> Fault.of(FieldFault.missing(path())));
  }

  /** Notes a text that no column takes. */
  void unfit(UTF8String text, FieldFaults.Fault fault) {
    String what =
        switch (fault) {
          case NUL_BYTE -> "holds a NUL byte";
          case INVALID_UTF8 -> "holds bytes that are no UTF-8";
          case TOO_LONG ->
              "has %d characters, more than max-field-length %d"
                  .formatted(text.numChars(), texts.maxLength());
        };
    add(() -> fault(fault.name().toLowerCase(Locale.ROOT), what, text, ""));
  }

  private Fault fault(String code, String what, UTF8String value, String text) {
    String path = path();
    FaultMessages messages = new FaultMessages(path, isPersonal(), what.replace("%", "%%"));
    return new Fault(code, path, messages.fault(value).toString(), text);
  }

  private void add(Supplier<Fault> fault) {
    faults.add(column, fault);
    count++;
  }

  private String path() {
    StringBuilder text = new StringBuilder(column);
    for (Object part : path) {
      if (part instanceof Integer) {
        text.append('[').append(part).append(']');
      } else {
        text.append('.').append(part);
      }
    }
    return text.toString();
  }
}
