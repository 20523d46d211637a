// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run of all exports in a JVM of its own, which a test can kill. */
final class ExportProcess {
  private ExportProcess() {}

  /**
   * Starts one.
   *
   * @param root the folder of a {@link Shop}
   * @param output takes what it prints and logs
   */
  static Process start(Path root, Map<String, String> environment, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    for (String property : List.of("sluice.root", "java.io.tmpdir")) {
      command.add("-D%s=%s".formatted(property, System.getProperty(property)));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ExportProcess.class.getName(), root.toString()));
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    process.environment().putAll(environment);
    return process.start();
  }

  /** The other process. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    Workspace workspace =
        new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
    workspace.set(System.getenv());
    RunResult result = workspace.run("export");
    System.out.println(String.join("\n", result.stdout()));
    System.exit(result.exitCode());
  }
}
