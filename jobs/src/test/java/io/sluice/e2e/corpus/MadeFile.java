// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.corpus;

import io.sluice.testing.Gzip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file that git could not hold well, described in a case's {@code make}: a {@code text}, in which
 * <code>{ab*3}</code> stands for {@code ababab}, written in an {@code encoding}, packed by {@code
 * gzip} with {@code more} as a second member, with {@code cut} bytes missing at the end; or what is
 * no file: a {@code link} to somewhere, a {@code pipe}, a {@code folder}.
 */
record MadeFile(String name, Map<String, Object> steps) {
  private static final Pattern REPEATED = Pattern.compile("\\{([^{}]+)\\*(\\d+)}");

  void make(Path folder) throws IOException {
    Path path = folder.resolve(name);
    if (steps.containsKey("link")) {
      Files.createSymbolicLink(path, Path.of((String) steps.get("link")));
    } else if (steps.containsKey("pipe")) {
      await(new ProcessBuilder("mkfifo", "--", path.toString()).inheritIO().start());
    } else if (steps.containsKey("folder")) {
      Files.createDirectory(path);
    } else {
      Files.write(path, bytes());
    }
  }

  private byte[] bytes() throws IOException {
    String text = repeated((String) steps.get("text"));
    byte[] bytes = text.getBytes(Charset.forName((String) steps.getOrDefault("encoding", "UTF-8")));
    if (steps.containsKey("gzip")) {
      bytes = Gzip.of(text);
    }
    if (steps.containsKey("more")) {
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.writeBytes(bytes);
      both.writeBytes(Gzip.of((String) steps.get("more")));
      bytes = both.toByteArray();
    }
    return Arrays.copyOf(bytes, bytes.length - (int) steps.getOrDefault("cut", 0));
  }

  private static String repeated(String text) {
    return REPEATED
        .matcher(text)
        .replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))));
  }

  private static void await(Process process) throws IOException {
    try {
      if (process.waitFor() != 0) {
        throw new IOException("mkfifo failed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
