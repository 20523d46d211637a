// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.text.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Holder of a lease, as written beside its lock file for the others to read. */
record LeaseHolder(
    String host, long pid, String job, @JsonProperty("run_id") String runId, String since) {
  static LeaseHolder thisProcess(String job, String runId) {
    return new LeaseHolder(
        hostName(),
        ProcessHandle.current().pid(),
        job,
        runId,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** The holder that the file names; empty where it is missing or not readable (yet). */
  static Optional<LeaseHolder> read(Path file) {
    try {
      return Optional.of(Json.parse(Files.readString(file), new TypeReference<>() {}));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The holder that a lease's file names, unless its process is known to have ended: one that was
   * killed leaves the file.
   */
  static Optional<String> alive(Path folder, String name) {
    return read(folder.resolve(name + ".json"))
        .filter(
            holder ->
                !holder.host().equals(hostName()) || ProcessHandle.of(holder.pid()).isPresent())
        .map(LeaseHolder::shown);
  }

  /**
   * Tells whether its process is stopped, as by SIGSTOP: it keeps the lease, and does nothing. That
   * can be told of a process of this host, by what Linux says of it.
   */
  boolean isStopped() {
    if (!host.equals(hostName())) {
      return false;
    }
    try {
      String status =
          Files.readString(
              Path.of("/proc", String.valueOf(pid), "stat"), StandardCharsets.ISO_8859_1);
      // The program's name comes first, in brackets that may hold anything.
      return status.substring(status.lastIndexOf(')')).matches("\\) [Tt] .*\\R?");
    } catch (IOException e) {
      return false; // no such process, or another system
    }
  }

  void write(Path file) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + pid + ".tmp");
    Files.writeString(temporary, Json.line(this));
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  String shown() {
    return "run %s (%s, process %d on %s, since %s)".formatted(runId, job, pid, host, since);
  }

  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
