// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.record.FieldFaults;
import io.sluice.record.FieldText;
import org.apache.spark.unsafe.types.UTF8String;

/** Texts, of which Parquet promises nothing but that they are bytes. */
final class TextValues {
  private TextValues() {}

  /** The text, null where it is blank; readable also where it has faults, which are noted. */
  static UTF8String of(UTF8String text, Reading reading) {
    int found = reading.texts().inBytes(text);
    if (found == FieldFaults.FIT) {
      return FieldText.start(text) == text.numBytes() ? null : text;
    }
    UTF8String readable = UTF8String.fromString(text.toString());
    for (FieldFaults.Fault fault : FieldFaults.Fault.values()) {
      if ((found & fault.bit) != 0) {
        reading.unfit(readable, fault);
      }
    }
    return readable;
  }
}
