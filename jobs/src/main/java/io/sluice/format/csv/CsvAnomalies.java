// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import java.io.Serializable;

/**
 * Anomalies to look for in each record of a file, because its bytes hold them somewhere. Nearly all
 * files hold nothing of the kind, and are read at full speed.
 *
 * @param fields a NUL byte, bytes that are not in the encoding, or a record longer than a field may
 *     be
 * @param undecodable of these, bytes that are not in the encoding
 * @param unclosed a quoted field that doesn't end with its line
 */
record CsvAnomalies(boolean fields, boolean undecodable, boolean unclosed) implements Serializable {
  static final CsvAnomalies NONE = new CsvAnomalies(false, false, false);
}
