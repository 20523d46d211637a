// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;

/** The program that runs, as it was built. */
public final class Program {
  private Program() {}

  /** A text that another build of the program has otherwise: its version, and that of its jar. */
  public static String build() {
    CodeSource source = Program.class.getProtectionDomain().getCodeSource();
    try {
      Path jar = Path.of(source.getLocation().toURI());
      BasicFileAttributes file = Files.readAttributes(jar, BasicFileAttributes.class);
      return "%s %d %s".formatted(Version.CURRENT, file.size(), file.lastModifiedTime());
    } catch (IOException | URISyntaxException e) {
      return Version.CURRENT; // of a program that isn't in files
    }
  }
}
