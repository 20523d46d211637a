// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import com.univocity.parsers.csv.CsvParser;
import io.sluice.pipeline.Source;
import io.sluice.unpack.LandedFile;
import io.sluice.unpack.Unpacked;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Looks for a record's line in a CSV file, for messages about it. */
record CsvLines(Source source, Configuration hadoop) {

  OptionalLong find(Path file, List<String> texts, Optional<String> line) {
    if (CsvFormat.options(source).multiLine()) {
      return OptionalLong.empty();
    }
    try {
      return new LandedFile(file, hadoop).read(Set.of(), bytes -> find(bytes, texts, line));
    } catch (IOException e) {
      return OptionalLong.empty(); // a message without it has to do
    }
  }

  /** The lines in which the first records begin; none where the file can't be read. */
  List<Long> first(Path file, int records) {
    try {
      return new LandedFile(file, hadoop)
          .read(
              Set.of(),
              bytes -> new CsvByteScanner(CsvFormat.options(source)).lines(bytes, records));
    } catch (IOException e) {
      return List.of(); // the reader of the records says why
    }
  }

  private OptionalLong find(Unpacked bytes, List<String> texts, Optional<String> wanted)
      throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(bytes, CsvFormat.options(source).charset()));
    String header = lines.readLine();
    CsvParser parser = CsvRecords.parser(CsvFormat.options(source));
    try {
      int[] places = places(CsvHeader.parse(header.replaceFirst("^\uFEFF", ""), source));
      String line = lines.readLine();
      for (long number = 2; line != null; number++, line = lines.readLine()) {
        if (wanted.map(line::equals).orElse(false)
            || (wanted.isEmpty() && isOf(parser.parseLine(line), places, texts))) {
          return OptionalLong.of(number);
        }
      }
    } catch (CsvHeader.Mismatch e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private int[] places(CsvHeader header) {
    return List.of(source.schema().fieldNames()).stream()
        .mapToInt(header.columns()::indexOf)
        .toArray();
  }

  private static boolean isOf(String[] values, int[] places, List<String> texts) {
    for (int i = 0; i < places.length; i++) {
      int place = places[i];
      String value = values == null || place < 0 || place >= values.length ? null : values[place];
      if (!Objects.requireNonNullElse(value, "")
          .equals(Objects.requireNonNullElse(texts.get(i), ""))) {
        return false;
      }
    }
    return values != null;
  }
}
