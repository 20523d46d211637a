// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Writes down how long each test takes, and each class as a whole: seconds of CPU, seconds on the
 * clock, the class, the test, which is empty for a class. Each JVM writes the file that {@code
 * sluice.times} names. Seconds of CPU are those of the whole JVM, its compiler and its collector
 * included; unlike those on the clock they hardly depend on what else the machine does.
 */
public final class TestTimes
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final String FILE = System.getProperty("sluice.times");

  private static boolean begun;

  private record Moment(long cpuNanos, long clockNanos) {
    static Moment now() {
      return new Moment(SYSTEM.getProcessCpuTime(), System.nanoTime());
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    begin(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    begin(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    String test = context.getRequiredTestMethod().getName();
    String name = context.getDisplayName();
    end(context, name.startsWith(test) ? test : test + " " + name.replaceAll("\\s", " "));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end(context, "");
  }

  private static void begin(ExtensionContext context) {
    store(context).put(context.getUniqueId(), Moment.now());
  }

  private static void end(ExtensionContext context, String test) {
    Moment start = store(context).remove(context.getUniqueId(), Moment.class);
    Moment end = Moment.now();
    if (FILE != null) {
      write(
          String.format(
              Locale.ROOT,
              "%.1f\t%.1f\t%s\t%s",
              (end.cpuNanos() - start.cpuNanos()) / 1e9,
              (end.clockNanos() - start.clockNanos()) / 1e9,
              context.getRequiredTestClass().getName(),
              test));
    }
  }

  private static synchronized void write(String line) {
    try {
      Path file = Path.of(FILE);
      Files.createDirectories(file.getParent());
      Files.write(
          file,
          List.of(line),
          StandardOpenOption.CREATE,
          // What a run before this one wrote goes.
          begun ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
      begun = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(ExtensionContext.Namespace.create(TestTimes.class));
  }
}
