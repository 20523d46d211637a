// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.record.FieldFault;
import io.sluice.record.FirstFaults;
import io.sluice.text.Escaped;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What is found out while one record is read: whether its values fit, and where it is asked for,
 * what is wrong with each. Most records are only asked whether they fit.
 */
final class ReadValues {
  private final boolean isAsked;
  private final FirstFaults<FieldFault> faults = new FirstFaults<>(FieldFault::andMore);
  private final StringBuilder path = new StringBuilder();

  private boolean fits = true;
  private String column = "";
  private boolean personal;
  private int count;

  /**
   * @param isAsked whether faults are asked for
   */
  ReadValues(boolean isAsked) {
    this.isAsked = isAsked;
  }

  void begin() {
    fits = true;
    count = 0;
    faults.clear();
    path.setLength(0);
  }

  boolean fit() {
    return fits;
  }

  /** The number of faults so far. */
  int count() {
    return count;
  }

  /** The first faults of each column, in the order of these. */
  List<FieldFault> faults(List<String> columns) {
    return faults.of(columns);
  }

  /**
   * Goes to a column.
   *
   * @param isPersonal whether its values must not show
   */
  void column(String name, boolean isPersonal) {
    if (isAsked) {
      path.setLength(0);
      path.append(name);
      column = name;
      personal = isPersonal;
    }
  }

  /** Goes to a field of a struct; gives the place to go {@link #back} to. */
  int field(String name) {
    int place = path.length();
    if (isAsked) {
      path.append('.').append(name);
    }
    return place;
  }

  /** Goes to an element of an array. */
  int element(int index) {
    int place = path.length();
    if (isAsked) {
      path.append('[').append(index).append(']');
    }
    return place;
  }

  /** Goes to a value of a map. */
  int entry(UTF8String key) {
    int place = path.length();
    if (isAsked) {
      String shown = personal ? "…" : Escaped.plain(key.toString());
      // A bracket would look like the end.
      path.append('[').append(shown.replace('[', '(').replace(']', ')')).append(']');
    }
    return place;
  }

  void back(int place) {
    if (isAsked) {
      path.setLength(place);
    }
  }

  /** A required value isn't there. */
  void missing() {
    fault((at, hidden) -> FieldFault.missing(at));
  }

  /** A required value isn't there, but one whose name differs in upper or lower case. */
  void misspelled(String name) {
    fault(
        (at, hidden) ->
            fault(
                at + "_missing",
                at,
                "is missing; the record has %s, and upper and lower case differ"
                    .formatted(Escaped.quoted(name))));
  }

  /** Any other fault, which the value is told beside. */
  void fault(String code, String what) {
    fault((at, hidden) -> fault(code, at, what));
  }

  private static FieldFault fault(String code, String path, String what) {
    return new FieldFault(code, path, UTF8String.fromString(path + ": " + what));
  }

  /** Words the fault of a value. */
  interface Wording {
    FieldFault of(String path, boolean personal);
  }

  void fault(Wording wording) {
    fits = false;
    count++;
    if (isAsked) {
      faults.add(column, () -> wording.of(path.toString(), personal));
    }
  }
}
