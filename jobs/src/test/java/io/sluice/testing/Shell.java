// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Bash, as people have it who type commands. */
public final class Shell {
  private Shell() {}

  /** How a command ended, and the lines that it printed. */
  public record Result(int exitCode, List<String> lines) {}

  /** The words that bash makes of a command line. */
  public static List<String> words(String line, Path folder) throws IOException {
    return run("words() { printf '%s\\n' \"$@\"; }; words " + line, folder).lines();
  }

  /** Runs a command line in a folder. */
  public static Result run(String line, Path folder) throws IOException {
    Process bash =
        new ProcessBuilder("bash", "-c", line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Result(bash.waitFor(), printed.lines().toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
