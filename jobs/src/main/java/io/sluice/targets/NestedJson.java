// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

import static org.apache.spark.sql.functions.to_json;

import java.util.Map;
import org.apache.spark.sql.Column;

/** Values with parts as JSON that loses nothing: with nulls, and with times to the microsecond. */
public final class NestedJson {
  private static final Map<String, String> OPTIONS =
      Map.of("ignoreNullFields", "false", "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

  private NestedJson() {}

  public static Column of(Column value) {
    return to_json(value, OPTIONS);
  }
}
