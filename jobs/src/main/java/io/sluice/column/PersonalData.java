// SPDX-License-Identifier: Apache-2.0
package io.sluice.column;

import java.util.List;
import java.util.regex.Pattern;

/** What tells of persons, by names of columns and by how values look. */
public final class PersonalData {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,}");
  private static final Pattern NAMES = Pattern.compile("\\p{Lu}[\\p{L}'.-]+( \\p{L}[\\p{L}'.-]*)*");
  private static final Pattern IBAN =
      Pattern.compile("[A-Z]{2}\\d{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?");

  private PersonalData() {}

  /** Says whether a column's values tell of persons. */
  public static boolean isIn(ColumnName name, Values values) {
    return name.isPersonal()
        || (name.isPerson() && values.all(NAMES.asMatchPredicate()))
        || (!values.isEmpty()
            && (values.all(EMAIL.asMatchPredicate()) || values.all(IBAN.asMatchPredicate())));
  }

  /** Says whether one text of a column tells of a person. */
  public static boolean isIn(ColumnName name, String text) {
    return isIn(name, new Values(List.of(text)));
  }
}
