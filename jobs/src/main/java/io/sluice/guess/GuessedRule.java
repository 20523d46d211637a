// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

/**
 * A rule of rules.sql.
 *
 * @param condition what has to be true, as SQL over {@code source}
 * @param evidence what the sample says of it
 */
public record GuessedRule(String name, String condition, String evidence) {}
