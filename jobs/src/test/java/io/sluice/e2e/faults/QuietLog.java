// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import io.sluice.cli.LogFormat;
import io.sluice.launch.Logging;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** Switches the log off where every run fails on purpose: hundreds of stack traces hide the one. */
final class QuietLog {
  private QuietLog() {}

  static void begin() {
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
  }

  static void end() {
    Logging.configure(LogFormat.TEXT);
  }
}
