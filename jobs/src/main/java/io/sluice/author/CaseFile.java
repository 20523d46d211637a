// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Findings;
import io.sluice.pipeline.FolderText;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import org.apache.hadoop.fs.Path;

/**
 * One file of a case.
 *
 * @param name relative to the pipeline's folder, for messages, such as {@code
 *     tests/my_case/given/source.csv}
 * @param format how it is written
 */
record CaseFile(String name, Path path, Format format) {

  /** Formats of a case's files. */
  enum Format {
    CSV(".csv"),
    JSON(".json");

    private final String ending;

    Format(String ending) {
      this.ending = ending;
    }

    /** Returns whether files that land are written so. */
    boolean isOf(io.sluice.pipeline.Format landed) {
      return ending.equals("." + landed.label());
    }

    boolean isOf(String fileName) {
      return fileName.endsWith(ending) && fileName.length() > ending.length();
    }

    /** The file's name without its ending, which is the relation's. */
    String relation(String fileName) {
      return fileName.substring(0, fileName.length() - ending.length());
    }
  }

  /** What has no byte has no header, where there is to be one. */
  void requireHeader(long size) {
    if (size == 0 && format == Format.CSV) {
      throw CaseTable.withoutHeader(name);
    }
  }

  CaseTable table(Storage storage) {
    String text = text(storage);
    return switch (format) {
      case CSV -> CsvText.parse(name, text);
      case JSON -> JsonText.parse(name, text);
    };
  }

  private String text(Storage storage) {
    Findings findings = new Findings();
    return FolderText.read(storage, path, name, findings)
        .orElseThrow(() -> Problem.invalid("Cannot use " + findings.lines().get(0)));
  }

  /**
   * Makes the file expect what came out: rows stay where they are, in the columns that it names.
   */
  void update(Storage storage, CaseDifference difference) {
    String text =
        switch (format) {
          case CSV -> CsvText.rewritten(table(storage), difference.rows());
          case JSON -> JsonRewrite.of(text(storage), difference);
        };
    storage.replace(path, text);
  }
}
