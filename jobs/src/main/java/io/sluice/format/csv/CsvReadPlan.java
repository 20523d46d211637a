// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;

/** Sorts the files of a batch: rejected ones, and the others by how they are read. */
final class CsvReadPlan {
  /** Planning two hundred took a minute more than planning one. */
  private static final int MAX_READS = 12;

  private final Source source;
  private final Map<Path, CsvFile> files = new LinkedHashMap<>();
  private final Map<Path, CsvAnomalies> oddities = new HashMap<>();
  private final Map<String, RawBatch.RecordCount> counts = new TreeMap<>();
  private final Map<String, String> rejected = new TreeMap<>();

  CsvReadPlan(Source source) {
    this.source = source;
  }

  void reject(Delivery delivery, String reason) {
    rejected.put(delivery.path(), reason);
  }

  void add(Path path, Delivery delivery, CsvInspector.Seen seen) {
    if (seen.isRejected()) {
      reject(delivery, seen.rejection());
      return;
    }
    if (!seen.holdsNothing()) {
      try {
        CsvHeader header = CsvHeader.parse(seen.firstLine(), source);
        files.put(path, new CsvFile(delivery, header));
        oddities.put(path, seen.oddity());
      } catch (CsvHeader.Mismatch e) {
        reject(delivery, e.getMessage());
        return;
      }
    }
    counts.put(delivery.path(), new RawBatch.RecordCount(seen.records(), seen.blankLines()));
  }

  /** Each header by itself, unless planning that many reads would take longer than reading. */
  List<CsvGroup> groups() {
    List<CsvGroup> byHeader = groupedBy(CsvHeader::columns);
    return byHeader.size() <= MAX_READS ? byHeader : groupedBy(header -> header.columns().size());
  }

  private List<CsvGroup> groupedBy(Function<CsvHeader, Object> kind) {
    Map<List<Object>, CsvGroup> groups = new LinkedHashMap<>();
    files.forEach(
        (path, file) -> {
          CsvAnomalies oddity = oddities.get(path);
          groups
              .computeIfAbsent(
                  List.of(kind.apply(file.header()), oddity),
                  key -> new CsvGroup(oddity, new LinkedHashMap<>()))
              .files()
              .put(path, file);
        });
    return List.copyOf(groups.values());
  }

  /** Those that can be read and hold something. */
  Collection<CsvFile> files() {
    return files.values();
  }

  Map<String, RawBatch.RecordCount> counts() {
    return counts;
  }

  Map<String, String> rejected() {
    return rejected;
  }
}
