// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.intake.Delivery;

/**
 * A file that can be read, and the columns it has.
 *
 * @param ending of its name, where it has to be unpacked; else empty
 */
record CsvFile(Delivery delivery, CsvHeader header, CsvAnomalies anomalies, String ending) {}
