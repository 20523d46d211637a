// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.record.FieldFault;
import io.sluice.text.Json;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What is wrong with a value of a record, found while it was read.
 *
 * @param code of the reason
 * @param path of the value, beginning with its column
 * @param message begins with the path
 * @param text of the value, where the schema's type can't keep it; else empty
 */
record Fault(String code, String path, String message, String text) {
  private static final TypeReference<List<List<String>>> WRITTEN = new TypeReference<>() {};

  static Fault of(FieldFault fault) {
    return new Fault(fault.code(), fault.path(), fault.message().toString(), "");
  }

  /** Some faults as one text, for raw rows. */
  static UTF8String written(List<Fault> faults) {
    return UTF8String.fromString(
        Json.line(
            faults.stream()
                .map(fault -> List.of(fault.code, fault.path, fault.message, fault.text))
                .toList()));
  }

  static List<Fault> read(UTF8String written) {
    return Json.parse(written.toString(), WRITTEN).stream()
        .map(each -> new Fault(each.get(0), each.get(1), each.get(2), each.get(3)))
        .toList();
  }

  /** Says whether the value is in a column. */
  boolean isOf(String column) {
    return path.equals(column) || path.startsWith(column + ".") || path.startsWith(column + "[");
  }

  Fault withText(String kept) {
    return new Fault(code, path, message, kept);
  }

  FieldFault reason() {
    return new FieldFault(code, path, UTF8String.fromString(message));
  }

  /** The same, saying how many more there are of its column. */
  Fault andMore(int more) {
    return new Fault(code, path, reason().andMore(more).message().toString(), text);
  }
}
