// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Source;
import io.sluice.unpack.SniffingCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Sorts the files of a batch: rejected ones, and the others by how they are read.
 *
 * @param files those that can be read and hold something
 */
record CsvReadPlan(
    Source source,
    SniffingCodec.Endings endings,
    Map<Path, CsvFile> files,
    Map<String, RawBatch.RecordCount> counts,
    Map<String, String> rejected) {
  /** Planning two hundred took a minute more than planning one. */
  private static final int MAX_READS = 12;

  private static final String UNNAMED =
      "bad_name: a compressed file needs a longer name; rename it, and land it again";

  CsvReadPlan(Source source, Configuration hadoop) {
    this(
        source,
        new SniffingCodec.Endings(hadoop),
        new LinkedHashMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  void reject(Delivery delivery, String reason) {
    rejected.put(delivery.path(), reason);
  }

  void add(Path path, Delivery delivery, CsvInspector.Inspected file) {
    if (file.isRejected()) {
      reject(delivery, file.rejection());
      return;
    }
    if (!file.holdsNothing()) {
      Optional<String> ending = endings.of(path, file.isPacked());
      if (ending.isEmpty()) {
        reject(delivery, UNNAMED);
        return;
      }
      try {
        CsvHeader header = CsvHeader.parse(file.firstLine(), source);
        files.put(path, new CsvFile(delivery, header, file.anomalies(), ending.get()));
      } catch (CsvHeader.Mismatch e) {
        reject(delivery, e.getMessage());
        return;
      }
    }
    if (file.isWhole()) {
      counts.put(delivery.path(), new RawBatch.RecordCount(file.records(), file.blankLines()));
    }
  }

  /** Each header by itself, unless planning that many reads would take longer than reading. */
  List<CsvGroup> groups() {
    List<CsvGroup> byHeader = groupedBy(CsvHeader::columns);
    return byHeader.size() <= MAX_READS ? byHeader : groupedBy(header -> header.columns().size());
  }

  private List<CsvGroup> groupedBy(Function<CsvHeader, Object> kind) {
    Map<List<Object>, CsvGroup> groups = new LinkedHashMap<>();
    files.forEach(
        (path, file) ->
            groups
                .computeIfAbsent(
                    List.of(kind.apply(file.header()), file.anomalies(), file.ending()),
                    key -> new CsvGroup(file.anomalies(), file.ending(), new LinkedHashMap<>()))
                .files()
                .put(path, file));
    return List.copyOf(groups.values());
  }
}
