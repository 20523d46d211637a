// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.record.FieldFault;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What is found out while one record is read: whether its values fit, and where it is asked for,
 * what is wrong with each. Most records are only asked whether they fit.
 */
final class ReadValues {
  /** More say nothing new, and one record may have a million values. */
  private static final int MOST = 20;

  private final boolean isAsked;
  private final List<FieldFault> faults = new ArrayList<>();
  private final StringBuilder path = new StringBuilder();

  private boolean fits = true;
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

  List<FieldFault> faults() {
    return List.copyOf(faults);
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
    if (fault()) {
      faults.add(FieldFault.missing(path.toString()));
    }
  }

  /** A required value isn't there, but one whose name differs in upper or lower case. */
  void misspelled(String name) {
    if (fault()) {
      String message =
          "%s: is missing; the record has %s, and upper and lower case differ"
              .formatted(path, Escaped.quoted(name));
      faults.add(
          new FieldFault(path + "_missing", path.toString(), UTF8String.fromString(message)));
    }
  }

  /** Any other fault, which the value is told beside. */
  void fault(String code, String what) {
    if (fault()) {
      String message = "%s: %s".formatted(path, what);
      faults.add(new FieldFault(code, path.toString(), UTF8String.fromString(message)));
    }
  }

  /** Words the fault of a value. */
  interface Wording {
    FieldFault of(String path, boolean personal);
  }

  void fault(Wording wording) {
    if (fault()) {
      faults.add(wording.of(path.toString(), personal));
    }
  }

  private boolean fault() {
    fits = false;
    count++;
    return isAsked && faults.size() < MOST;
  }
}
