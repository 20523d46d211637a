// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Habits of the machine that this process takes over unless it is told otherwise: digits, letters
 * and time zone of its users, and the name of the one who started it.
 */
final class Machine {
  /** What Java makes of a user that {@code /etc/passwd} doesn't know. */
  private static final String NAMELESS = "?";

  private static final String USER_NAME = "user.name";

  private Machine() {}

  /** Overrules those habits; called before anything has looked at them. */
  static void overruleHabits() {
    // Numbers in names of files, upper and lower case, and names of months depend on it.
    Locale.setDefault(Locale.ENGLISH);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    if (NAMELESS.equals(System.getProperty(USER_NAME, NAMELESS))) {
      nameUser();
    }
  }

  /** Gives a user without a name one, without which Hadoop opens no file system. */
  private static void nameUser() {
    String name =
        Stream.of("HADOOP_USER_NAME", "SPARK_USER")
            .flatMap(variable -> Optional.ofNullable(System.getenv(variable)).stream())
            .filter(value -> !value.isBlank())
            .findFirst()
            .orElseGet(Machine::userId);
    System.setProperty(USER_NAME, name);
    UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
  }

  private static String userId() {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (UnsupportedOperationException e) {
      return "nobody"; // not Linux
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
