// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import java.util.List;

/**
 * The columns that identify a record of a date.
 *
 * @param why where they are from, as a clause for people
 * @param conflicts how many records have the key and date of another, and differ from it
 * @param isDoubtful whether a person should look at it
 */
public record Key(List<OutputColumn> columns, String why, long conflicts, boolean isDoubtful) {}
