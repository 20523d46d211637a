// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.storage.Storage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * One case of a pipeline's SQL: what is given, and what should come of it. It runs the code that
 * the jobs run.
 */
public record SqlCase(Storage storage, Path folder, CaseRelations relations) {
  /** The folder's name, which says what the case is about. */
  public String name() {
    return folder.getName();
  }

  /**
   * Runs the case.
   *
   * @return how each expected relation that came out otherwise differs, by its file under the
   *     case's folder; empty where the case holds
   * @throws io.sluice.problem.Problem INVALID where the case itself is wrong
   */
  Map<String, CaseDifference> differences() {
    Map<String, CaseDifference> differences = new LinkedHashMap<>();
    CaseFiles files = CaseFiles.in(storage, folder);
    try (CaseRun run = relations.run(files)) {
      for (Map.Entry<String, CaseFile> each : files.expected().entrySet()) {
        String name = name(each.getValue());
        run.difference(each.getKey(), each.getValue())
            .ifPresent(found -> differences.put(name, found));
      }
    }
    return differences;
  }

  /**
   * Makes the case expect what came out.
   *
   * @param differences as {@link #differences} gives them
   */
  void update(Map<String, CaseDifference> differences) {
    for (CaseFile file : CaseFiles.in(storage, folder).expected().values()) {
      CaseDifference difference = differences.get(name(file));
      if (difference != null) {
        file.update(storage, difference);
      }
    }
  }

  private static String name(CaseFile file) {
    return CaseFiles.EXPECTED + "/" + file.path().getName();
  }
}
