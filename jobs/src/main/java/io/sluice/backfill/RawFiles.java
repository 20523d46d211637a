// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.FileKey;
import io.sluice.format.SourceFormats;
import io.sluice.intake.Delivery;
import io.sluice.intake.Landing;
import io.sluice.intake.RawBatch;
import io.sluice.problem.Problem;
import io.sluice.relation.LedgerEntry;
import io.sluice.run.RunContext;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The bytes of consumed files.
 *
 * @param paths where they are
 * @param without files whose bytes are gone, which a person has accepted
 */
record RawFiles(Map<Path, LedgerEntry> paths, List<LedgerEntry> without) {
  private static final int MOST_NAMED = 3;

  /**
   * @param acceptedMissing files that may be gone
   * @throws Problem UNSAFE where another one is gone, or isn't what the ledger says
   */
  static RawFiles of(List<LedgerEntry> files, RunContext context, Set<FileKey> acceptedMissing) {
    Landing landing = Landing.of(context);
    RawFiles found = new RawFiles(new LinkedHashMap<>(), new ArrayList<>());
    List<LedgerEntry> lost = new ArrayList<>();
    for (LedgerEntry file : context.each(files, "file", "looked for")) {
      Optional<Path> path =
          landing.raw(file.batch(), file.entry().delivery(), file.archivedPath().isPresent());
      if (path.isPresent()) {
        found.paths.put(path.get(), file);
      } else {
        (acceptedMissing.contains(file.origin()) ? found.without : lost).add(file);
      }
    }
    if (!lost.isEmpty()) {
      throw lost(lost, context.pipeline().name());
    }
    return found;
  }

  /** Opens them under names that tell files of the same path apart. */
  RawBatch open(SparkSession spark, RunContext context) {
    Map<Path, Delivery> deliveries = new LinkedHashMap<>();
    paths.forEach(
        (path, file) -> {
          Delivery delivery = file.entry().delivery();
          deliveries.put(
              path, new Delivery(file.origin().text(), delivery.size(), delivery.modifiedAt()));
        });
    return SourceFormats.reader(spark, context.storage(), context.pipeline().source())
        .open(deliveries, List.of(), Map.of());
  }

  long bytes() {
    return paths.values().stream().mapToLong(file -> file.entry().delivery().size()).sum();
  }

  private static Problem lost(List<LedgerEntry> lost, String pipeline) {
    String names =
        lost.stream()
            .limit(MOST_NAMED)
            .map(
                file ->
                    "%s (%d bytes, modified %s)"
                        .formatted(
                            Escaped.plain(file.archivedPath().orElse("landing/" + file.path())),
                            file.entry().delivery().size(),
                            file.entry().delivery().modifiedAt()))
            .collect(Collectors.joining(", "));
    return Problem.unsafe(
        "Cannot read %s%s: gone, or not what the ledger says; put %s back, or do without what the dates have of %s"
            .formatted(
                names,
                lost.size() > MOST_NAMED ? " and %d more".formatted(lost.size() - MOST_NAMED) : "",
                lost.size() == 1 ? "the file" : "the files",
                lost.size() == 1 ? "it" : "them"),
        "./sluice files accept %s --missing --pipeline %s --reason '…'"
            .formatted(Escaped.argument(lost.get(0).path()), pipeline));
  }
}
