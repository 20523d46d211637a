// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** What is rejected already, and what nothing can open, isn't opened. */
class OpenableFilesTest {
  @Test
  void files_are_opened_in_their_order_and_the_others_have_their_reason() {
    Map<Path, Delivery> files = new LinkedHashMap<>();
    for (String name : new String[] {"z.csv", "given-up.csv", "in/10:30.csv", "a.csv"}) {
      files.put(
          new Path("file:///landing/" + name.replace(':', '_')),
          new Delivery(name, 1, Instant.EPOCH));
    }

    OpenableFiles openable =
        OpenableFiles.of(
            files, Map.of("given-up.csv", "given up: test data", "other.csv", "gone"), "CSV");

    assertThat(openable.paths())
        .containsExactly(new Path("file:///landing/z.csv"), new Path("file:///landing/a.csv"));
    assertThat(openable.rejected())
        .isEqualTo(
            Map.of(
                "given-up.csv",
                "given up: test data",
                "in/10:30.csv",
                "bad_name: its name holds a colon, with which it can't be opened; rename it, and"
                    + " land it again"));
  }
}
