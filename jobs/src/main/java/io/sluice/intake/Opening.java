package io.sluice.intake;

import io.sluice.pipeline.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** Sorts the files of a batch: rejected ones, and the others by how they are read. */
final class Opening {
  private final Source source;
  private final Map<CsvGroup, Map<Path, Delivery>> groups = new LinkedHashMap<>();
  private final Map<String, RawBatch.RecordCount> counts = new TreeMap<>();
  private final Map<String, String> rejected = new TreeMap<>();

  Opening(Source source) {
    this.source = source;
  }

  void reject(Delivery delivery, String reason) {
    rejected.put(delivery.path(), reason);
  }

  void add(Path path, Delivery delivery, FilePeek.Seen seen) {
    if (seen.isRejected()) {
      reject(delivery, seen.rejection());
      return;
    }
    if (!seen.holdsNothing()) {
      try {
        CsvHeader header = CsvHeader.parse(seen.firstLine(), source);
        groups
            .computeIfAbsent(new CsvGroup(header, seen.oddity()), key -> new LinkedHashMap<>())
            .put(path, delivery);
      } catch (CsvHeader.Mismatch e) {
        reject(delivery, e.getMessage());
        return;
      }
    }
    counts.put(delivery.path(), new RawBatch.RecordCount(seen.records(), seen.blankLines()));
  }

  Map<CsvGroup, Map<Path, Delivery>> groups() {
    return groups;
  }

  Map<String, RawBatch.RecordCount> counts() {
    return counts;
  }

  Map<String, String> rejected() {
    return rejected;
  }
}
