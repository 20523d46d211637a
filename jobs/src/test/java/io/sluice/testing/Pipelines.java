// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The pipelines' folders that tests run: the real one, the test's own, and changed copies. */
public final class Pipelines {
  private static final Path ROOT = Path.of(System.getProperty("sluice.root")).normalize();

  /** Holds the pipelines events, orders and transactions. */
  public static final Path REAL = ROOT.resolve("sql");

  /** Holds the pipelines readings and devices, and those of the corpus. */
  public static final Path OWN = ROOT.resolve("jobs/src/test/resources/sql");

  private Pipelines() {}

  /** One text in one file of a pipeline, and what is there instead. */
  public record Edit(String file, String text, String replacement) {}

  /**
   * Copies a pipeline's folder.
   *
   * @param to where the copy's folder will be
   * @return {@code to}
   */
  public static Path copy(Path from, String pipeline, Path to, Edit... edits) throws IOException {
    Folders.copy(from.resolve(pipeline), to.resolve(pipeline));
    for (Edit edit : List.of(edits)) {
      Path file = to.resolve(pipeline).resolve(edit.file());
      String text = Files.readString(file);
      assertThat(text).contains(edit.text());
      Files.writeString(file, text.replace(edit.text(), edit.replacement()));
    }
    return to;
  }
}
