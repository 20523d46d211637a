// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.CsvOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvRecordWriterTest {
  @Test
  void recordsStandUnderAHeader() {
    CsvOptions options = new CsvOptions(';', '\'', '\\', "ISO-8859-1", "", false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new CsvRecordWriter(options, List.of("id", "city"))
        .write(
            out,
            List.of(
                    List.of("a", "München"),
                    List.of("b;c", ""),
                    List.of("it's", " x "),
                    List.of("d", "e", "one value too many"))
                .iterator());

    assertThat(out.toString(StandardCharsets.ISO_8859_1))
        .isEqualTo("id;city\na;München\n'b;c';\nit's; x \nd;e;one value too many\n");
  }
}
