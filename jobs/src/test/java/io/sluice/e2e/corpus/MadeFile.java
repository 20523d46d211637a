// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.testing.Gzip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file that git could not hold well, described in a case's {@code make}: a {@code text}, in which
 * <code>{ab*3}</code> stands for {@code ababab}, written in an {@code encoding}, or a {@link
 * MadeParquet}; packed by {@code gzip} with {@code more} as a second member, {@code twice} one
 * after the other, with {@code cut} bytes missing at the end, which then is {@code end}; or what is
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
    byte[] bytes = steps.containsKey("columns") ? parquet() : text();
    if (steps.containsKey("gzip")) {
      bytes = Gzip.of(bytes);
    }
    if (steps.containsKey("more")) {
      bytes = joined(bytes, Gzip.of((String) steps.get("more")));
    }
    if (steps.containsKey("twice")) {
      bytes = joined(bytes, bytes);
    }
    bytes = Arrays.copyOf(bytes, bytes.length - (int) steps.getOrDefault("cut", 0));
    return joined(bytes, ((String) steps.getOrDefault("end", "")).getBytes(UTF_8));
  }

  private byte[] text() {
    return repeated((String) steps.get("text"))
        .getBytes(Charset.forName((String) steps.getOrDefault("encoding", "UTF-8")));
  }

  @SuppressWarnings("unchecked") // as the case's author writes it
  private byte[] parquet() throws IOException {
    return new MadeParquet(
            (String) steps.get("columns"),
            (List<Map<String, Object>>) steps.getOrDefault("records", List.of()),
            (Map<String, String>) steps.getOrDefault("notes", Map.of()))
        .bytes();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  /** The text with its repetitions. */
  static String repeated(String text) {
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
