// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

/** Formats of log lines. */
public enum LogFormat {
  /** For people: UTC time, level, class, message, stack trace. */
  TEXT(
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC} %-5p %c{1}: %enc{%m}{CRLF}"
          + "%ex{separator(\n    )}%n"),
  /** For machines: one JSON object a line. Log4j's %ex begins with a blank. */
  JSON(
      "{\"time\":\"%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC}\",\"level\":\"%p\",\"logger\":\"%c\","
          + "\"message\":\"%enc{%m}{JSON}\",\"error\":\"%enc{%replace{%ex}{^ }{}}{JSON}\"}%n");

  private final String pattern;

  LogFormat(String pattern) {
    this.pattern = pattern;
  }

  public String pattern() {
    return pattern;
  }
}
