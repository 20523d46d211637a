// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Readings;
import io.sluice.testing.RunResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs jobs of the pipeline readings in a JVM of their own, while this one is held at a point. */
final class OtherProcess {
  private OtherProcess() {}

  /**
   * Lets another process run jobs one after the other, each of which has to end with 0.
   *
   * @param data where the data of all pipelines is
   * @param jobs each with its options, separated by blanks
   */
  static void run(Path data, String... jobs) throws IOException {
    Path output = Files.createTempFile(data, "other-process-", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // As the launcher starts small runs: compiled little, and soon under way.
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Dspark.sql.adaptive.enabled=false",
            "-Dspark.sql.codegen.wholeStage=false",
            "-Dspark.sql.codegen.factoryMode=NO_CODEGEN"));
    for (String property : List.of("sluice.root", "java.io.tmpdir")) {
      command.add("-D%s=%s".formatted(property, System.getProperty(property)));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OtherProcess.class.getName(), data.toString()));
    command.addAll(List.of(jobs));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor()).as(() -> text(output)).isZero();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The other process; ends with the exit code of the first job that does not end with 0. */
  public static void main(String[] args) throws IOException {
    for (String job : Arrays.asList(args).subList(1, args.length)) {
      String[] words = job.split(" ");
      RunResult result =
          Readings.workspace(Path.of(args[0]))
              .run(words[0], Arrays.copyOfRange(words, 1, words.length));
      System.out.println(String.join("\n", result.stdout()));
      if (result.exitCode() != 0) {
        System.exit(result.exitCode());
      }
    }
    System.exit(0);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
