// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.run.Report;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncodingsTest {
  private static final Encodings ASCII = new Encodings(StandardCharsets.US_ASCII);
  private static final Encodings UTF_8 = new Encodings(StandardCharsets.UTF_8);

  @Test
  void utf8KeepsEveryArgument() {
    assertThat(UTF_8.garbled(List.of("--data", "dätä"))).isEmpty();
  }

  @Test
  void anotherEncodingKeepsAsciiAlone() {
    assertThat(ASCII.garbled(List.of("--data", "data"))).isEmpty();
    assertThat(ASCII.garbled(List.of("--data", "d\uFFFDt\uFFFD")))
        .contains(
            "Cannot use 'd\uFFFDt\uFFFD': the locale makes Java decode arguments as US-ASCII; set"
                + " LC_ALL to a UTF-8 locale that 'locale -a' lists, such as C.UTF-8");
  }

  @Test
  void aNameThatCannotBeEncodedIsNoMatterOfTheFile() {
    InvalidPathException thrown = new InvalidPathException("März.csv", "Malformed input");
    Report report = new Report("transform", "run-1", Optional.of("shop"), Instant.EPOCH);
    Failure failure = Failure.of(new IllegalStateException(thrown), report);
    assertThat(UTF_8.unnameable(failure)).isEmpty();
    assertThat(ASCII.unnameable(Failure.of(new IllegalStateException(), report))).isEmpty();
    assertThat(ASCII.unnameable(failure))
        .get()
        .extracting(Throwable::getMessage)
        .isEqualTo(
            "Cannot open 'März.csv': the locale makes Java encode names as US-ASCII; set LC_ALL to"
                + " a UTF-8 locale that 'locale -a' lists, such as C.UTF-8");
  }

  @Test
  void aCharsetWithoutAsciiIsUnusable() {
    assertThat(Encodings.unusable(StandardCharsets.UTF_16)).isPresent();
    assertThat(Encodings.unusable(StandardCharsets.ISO_8859_1)).isEmpty();
  }
}
