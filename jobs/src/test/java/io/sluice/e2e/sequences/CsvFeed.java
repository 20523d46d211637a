// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import java.nio.charset.StandardCharsets;

/** Files as they are. */
record CsvFeed() implements Feed {
  @Override
  public String format() {
    return "csv";
  }

  @Override
  public byte[] file(String csv) {
    return csv.getBytes(StandardCharsets.UTF_8);
  }
}
