// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.column.ColumnName;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of a table's columns, made from those that files have: {@code order_id} of "Order ID". */
final class OutputNames {
  private static final Map<String, String> LETTERS =
      Map.of(
          "ä",
          "ae",
          "ö",
          "oe",
          "ü",
          "ue",
          "ß",
          "ss",
          "æ",
          "ae",
          "ø",
          "oe",
          "å",
          "aa",
          "€",
          " eur ",
          "%",
          " percent ",
          "#",
          " number ");

  /** Columns that the engine adds. */
  private static final List<String> TAKEN =
      List.of("source_file", "record_hash", "processed_timestamp");

  private final Set<String> used = new HashSet<>(TAKEN);

  /**
   * A name that wasn't given before.
   *
   * @param position of the column, from 1, for one whose name has no letter
   */
  String of(String name, int position) {
    String plain = plain(name);
    String wanted = plain.isEmpty() ? "column_" + position : plain;
    return unused(wanted);
  }

  /** The name itself, or with a number after it where it was given before. */
  String unused(String wanted) {
    String free = wanted;
    for (int i = 2; !used.add(free); i++) {
      free = wanted + "_" + i;
    }
    return free;
  }

  /** Lower-case ASCII letters, digits and single underscores, a letter first. */
  static String plain(String name) {
    String spaced = String.join(" ", new ColumnName(name.replace("%", " % ")).words());
    String text = name.toLowerCase(Locale.ROOT);
    boolean isCamel = name.matches(".*\\p{Ll}\\p{Lu}.*");
    if (isCamel) {
      text = spaced;
    }
    for (Map.Entry<String, String> letter : LETTERS.entrySet()) {
      text = text.replace(letter.getKey(), letter.getValue());
    }
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    return plain.matches("[0-9].*") ? "c_" + plain : plain;
  }
}
