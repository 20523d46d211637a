// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.testing.Pipelines.Edit;
import java.io.IOException;
import java.util.List;

/** How the files of a shop are written. The oracle knows them as CSV. */
interface Feed {
  /** A third of all sequences have each. */
  static Feed of(long seed) {
    List<Feed> all = List.of(new ParquetFeed(), new CsvFeed(), new JsonFeed());
    return all.get(Math.floorMod(seed, all.size()));
  }

  /** Its name in pipeline.yaml, and the ending of its files. */
  String format();

  /** A file that holds the records of a CSV file without quotes, each with all of its columns. */
  byte[] file(String csv) throws IOException;

  /**
   * The CSV file as the oracle is to know it: with the texts that this format has for its values.
   */
  default String known(String csv) {
    return csv;
  }

  /** What makes the pipeline take such files. */
  default List<Edit> edits() {
    return List.of(
        new Edit("pipeline.yaml", "format: csv", "format: " + format()),
        new Edit("pipeline.yaml", "\"*.csv\"", "\"*." + format() + "\""));
  }

  default String name(String csv) {
    return csv.replaceFirst("csv$", format());
  }
}
