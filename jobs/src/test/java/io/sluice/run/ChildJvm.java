// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the class path of this one. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader stdout;

  private ChildJvm(Process process) {
    this.process = process;
    this.stdout = process.inputReader();
  }

  static ChildJvm start(Class<?> main, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Waits for the next line that the child prints. */
  String nextLine() {
    try {
      return stdout.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Sends SIGTERM, and leaves the child's output open where {@code Process.destroy} closes it. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Sends SIGSTOP and waits until the child is stopped. */
  void stop() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-STOP", String.valueOf(pid())).start().waitFor();
    Path status = Path.of("/proc", String.valueOf(pid()), "status");
    while (!Files.readString(status).contains("\nState:\tT")) {
      Thread.onSpinWait();
    }
  }

  /** Sends SIGKILL and waits until the child is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
