// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import io.sluice.guess.PipelineGuess;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** All files of a guessed pipeline's folder. */
final class FolderFiles {
  private FolderFiles() {}

  /** Contents by paths in the folder. */
  static Map<String, byte[]> of(PipelineGuess guess) {
    SqlFiles sql = new SqlFiles(guess);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("pipeline.yaml", bytes(new PipelineYaml(guess).text()));
    files.put("rules.sql", bytes(sql.rules()));
    files.put("transformations.sql", bytes(sql.transformations()));
    files.put("aggregations/" + guess.figures().relation() + ".sql", bytes(sql.daily()));
    files.put("quality/keys_on_two_dates.sql", bytes(sql.check()));
    if (!guess.shown().isEmpty()) {
      files.putAll(new CaseOfSample(guess).files());
    }
    return files;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
