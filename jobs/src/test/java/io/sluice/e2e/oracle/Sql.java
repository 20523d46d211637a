// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

/**
 * Which SQL of the pipeline records went through: its folder's, or changed in one of two places.
 *
 * @param longCountries whether a country's code may have three letters
 * @param noCategory the category of a product that has none
 */
public record Sql(boolean longCountries, String noCategory) {
  /** As it is in the pipeline's folder. */
  public static final Sql OF_FOLDER = new Sql(false, "unknown");

  /** What a country's code has to look like. */
  String countryCode() {
    return longCountries ? "[A-Za-z]{2,3}" : "[A-Za-z]{2}";
  }
}
