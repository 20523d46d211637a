// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Problem;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The encoding of file names and arguments, which a JVM takes from its locale as it starts, and
 * which nothing changes later. By UTF-8 alone every character comes through.
 */
record Encodings(Charset names) {
  private static final String REMEDY =
      "set LC_ALL to a UTF-8 locale that 'locale -a' lists, such as C.UTF-8";

  /** The encoding of this JVM. */
  static Encodings ofJvm() {
    String names = System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name());
    return new Encodings(
        Charset.isSupported(names) ? Charset.forName(names) : StandardCharsets.US_ASCII);
  }

  /**
   * The environment variables of this process, decoded as UTF-8 where the system lets them be read.
   * Java takes another encoding for them, where {@code file.encoding} or the locale says so.
   */
  static Map<String, String> environment() {
    if (Charset.defaultCharset().equals(StandardCharsets.UTF_8)) {
      return System.getenv();
    }
    try {
      Map<String, String> variables = new HashMap<>();
      String all =
          Files.readString(java.nio.file.Path.of("/proc/self/environ"), StandardCharsets.UTF_8);
      for (String variable : all.split("\0")) {
        String[] sides = variable.split("=", 2);
        variables.put(sides[0], sides.length == 2 ? sides[1] : "");
      }
      return variables;
    } catch (IOException e) { // another system, or bytes that are no UTF-8
      return System.getenv();
    }
  }

  /** What is wrong with the default charset, if anything: Java starts programs by it, too. */
  static Optional<String> unusable(Charset byDefault) {
    return Arrays.equals("chmod".getBytes(byDefault), "chmod".getBytes(StandardCharsets.US_ASCII))
        ? Optional.empty()
        : Optional.of(
            "Cannot start: the default charset is %s, in which Java can't name other programs; leave out -Dfile.encoding, or set it to UTF-8"
                .formatted(byDefault));
  }

  /** What is wrong with an argument, if anything. */
  Optional<String> garbled(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> !keepNames() && !argument.chars().allMatch(c -> c < 128))
        .findFirst()
        .map(
            argument ->
                "Cannot use %s: the locale makes Java decode arguments as %s; %s"
                    .formatted(Escaped.quoted(argument), names, REMEDY));
  }

  /**
   * Fails where a folder has names that can't be decoded here, and may be under another locale.
   *
   * @throws Problem INVALID
   */
  void requireNames(Storage storage, Path folder) {
    if (keepNames()) {
      return;
    }
    List<Entry> garbled =
        storage.entries(folder).stream()
            .filter(entry -> entry.kind() == Entry.Kind.NAMELESS)
            .toList();
    if (!garbled.isEmpty()) {
      throw Problem.invalid(
          "Cannot read %s in %s, such as %s: the locale makes Java decode names as %s; %s"
              .formatted(
                  Counted.of(garbled.size(), "name"),
                  folder,
                  Escaped.quoted(garbled.get(0).name()),
                  names,
                  REMEDY));
    }
  }

  /** The problem behind a failure that is about a name which can't be encoded here. */
  Optional<Problem> unnameable(Failure failure) {
    return failure.causes().stream()
        .filter(cause -> !keepNames())
        .flatMap(cause -> cause.thrown().stream())
        .filter(InvalidPathException.class::isInstance)
        .map(cause -> ((InvalidPathException) cause).getInput())
        .findFirst()
        .map(
            name ->
                Problem.invalid(
                    "Cannot open '%s': the locale makes Java encode names as %s; %s"
                        .formatted(Escaped.escaped(name), names, REMEDY)));
  }

  private boolean keepNames() {
    return names.equals(StandardCharsets.UTF_8);
  }
}
