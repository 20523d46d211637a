// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import static io.sluice.record.EngineColumns.PROCESSED_TIMESTAMP;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.SOURCE_FILE;

import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Source;
import io.sluice.preview.PreviewedRecord.Becomes;
import io.sluice.preview.PreviewedRecord.Reason;
import io.sluice.refine.Refiner;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * What becomes of a file's first records, each by itself and compared with each other.
 *
 * @param first the records, or why the file would be rejected
 * @param isTaken whether {@code source.files} takes a file of its name
 * @param table the name of the table that the rows are for
 * @param sourceColumns of the records
 * @param tableColumns of the rows that they give, without the engine's
 */
record Preview(
    PreviewedFile file,
    FirstRecords first,
    boolean isTaken,
    String table,
    List<String> sourceColumns,
    List<String> tableColumns,
    List<PreviewedRecord> records) {
  private static final Set<String> ENGINE = Set.of(SOURCE_FILE, RECORD_HASH, PROCESSED_TIMESTAMP);

  /** How many records become something. */
  long number(Becomes wanted) {
    return records.stream().filter(each -> each.becomes() == wanted).count();
  }

  /**
   * Refines the records as every job does.
   *
   * @param refiner of the pipeline
   */
  static Preview of(
      SparkSession spark,
      Storage storage,
      Pipeline pipeline,
      Refiner refiner,
      PreviewedFile file,
      FirstRecords first,
      boolean isTaken) {
    Source source = pipeline.source();
    List<String> tableColumns =
        Arrays.stream(refiner.schema().fieldNames())
            .filter(name -> !ENGINE.contains(name))
            .toList();
    List<PreviewedRecord> records = new ArrayList<>();
    if (!first.rows().isEmpty()) {
      Set<String> hidden = new HashSet<>(source.personal());
      hidden.addAll(refiner.personalColumns());
      JudgedRecords judged = JudgedRecords.of(refiner, first.numbered(spark));
      Map<Long, List<ShownRow>> rows =
          ShownRow.byRecord(judged.published(), tableColumns, JudgedRecords.NUMBER, hidden);
      Map<Long, List<Reason>> reasons = judged.reasons();
      Map<Long, Long> duplicates = judged.duplicates();
      TypedValues typed = TypedValues.of(spark, source, first);
      List<Long> lines = SourceFormats.of(source).lines(storage, file.path(), first.rows().size());
      for (int i = 0; i < first.rows().size(); i++) {
        long number = i + 1L;
        boolean isBad = reasons.containsKey(number);
        records.add(
            new PreviewedRecord(
                number,
                i < lines.size() ? OptionalLong.of(lines.get(i)) : OptionalLong.empty(),
                becomes(isBad, rows.containsKey(number), duplicates.containsKey(number)),
                isBad || rows.containsKey(number) || !duplicates.containsKey(number)
                    ? OptionalLong.empty()
                    : OptionalLong.of(duplicates.get(number)),
                reasons.getOrDefault(number, List.of()),
                typed.lines().get(i),
                typed.rows().get(i),
                typed.unfit().get(i),
                isBad ? List.of() : rows.getOrDefault(number, List.of())));
      }
    }
    return new Preview(
        file,
        first,
        isTaken,
        pipeline.table(),
        List.of(source.schema().fieldNames()),
        tableColumns,
        records);
  }

  private static Becomes becomes(boolean isBad, boolean hasRows, boolean isDuplicate) {
    if (isBad) {
      return Becomes.QUARANTINED;
    } else if (hasRows) {
      return Becomes.KEPT;
    }
    return isDuplicate ? Becomes.DUPLICATE : Becomes.LOST;
  }
}
