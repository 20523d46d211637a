// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;

/** Writes generated records as a file, in a Spark task. The same records make the same bytes. */
public interface RecordWriter extends Serializable {
  /**
   * @param records each with the text of every column, empty where it has no value. One with more
   *     values than columns is written as the format writes a record that can't be read.
   */
  void write(OutputStream out, Iterator<List<String>> records) throws IOException;
}
