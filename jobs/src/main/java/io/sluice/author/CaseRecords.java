// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.spark.DriverRows;

/**
 * What becomes of the records that a case gives.
 *
 * @param publishable the rows that come into the transformed table
 * @param quarantined the records that don't, each with its reasons
 */
record CaseRecords(DriverRows publishable, DriverRows quarantined) {}
