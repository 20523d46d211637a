// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggingTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(stderr);
    ((LoggerContext) LogManager.getContext(false)).reconfigure();
  }

  @Test
  void textIsOneLineAMessage() {
    Logging.configure(LogFormat.TEXT);
    LogManager.getLogger("io.sluice.run.Lease").info("held\r\n2026 INFO forged é");

    assertThat(written()).matches(TIME + " INFO  Lease: held\\\\r\\\\n2026 INFO forged é\n");
  }

  @Test
  void whatAnExceptionSaysCannotPassForALogLine() {
    Logging.configure(LogFormat.TEXT);
    LogManager.getLogger("io.sluice.run.Lease")
        .error("Cannot finish", new IllegalStateException("bad\n2026 INFO forged"));

    List<String> lines = written().lines().toList();
    assertThat(lines.get(0))
        .matches(TIME + " ERROR Lease: Cannot finish java.lang.IllegalStateException: bad");
    assertThat(lines.subList(1, lines.size()))
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.startsWith("    "))
        .first()
        .isEqualTo("    2026 INFO forged");
    assertThat(written()).endsWith("\n");
  }

  @Test
  void jsonIsOneObjectALine() throws IOException {
    Logging.configure(LogFormat.JSON);
    LogManager.getLogger("io.sluice.run.Lease").info("a \"b\"\n\t\\ {é}");
    LogManager.getLogger("io.sluice.run.Lease").error("failed", new Exception("x\n\"y\""));

    List<String> lines = written().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly("time", "level", "logger", "message", "error");
    assertThat(first.get("time").asText()).matches(TIME);
    assertThat(first.get("level").asText()).isEqualTo("INFO");
    assertThat(first.get("logger").asText()).isEqualTo("io.sluice.run.Lease");
    assertThat(first.get("message").asText()).isEqualTo("a \"b\"\n\t\\ {é}");
    assertThat(first.get("error").asText()).isEmpty();
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(second.get("message").asText()).isEqualTo("failed");
    assertThat(second.get("error").asText()).startsWith("java.lang.Exception: x\n\"y\"\n\tat ");
  }

  @Test
  void othersAreHeardFromWarningsOnAndNoisyOnesFromErrorsOn() {
    Logging.configure(LogFormat.TEXT);
    LogManager.getLogger("org.apache.spark.SparkContext").info("hidden");
    LogManager.getLogger("org.apache.spark.SparkContext").warn("shown");
    LogManager.getLogger("org.apache.spark.util.Utils").warn("hidden");
    LogManager.getLogger("org.apache.spark.util.Utils").error("shown");

    assertThat(written())
        .matches(TIME + " WARN  SparkContext: shown\n" + TIME + " ERROR Utils: shown\n");
  }

  @Test
  void aLevelThatThereIsNotIsRefused() {
    List<String> problems = new ArrayList<>();

    assertThat(Logging.level(Map.of(), problems::add)).isEqualTo(Level.INFO);
    assertThat(Logging.level(Map.of("SLUICE_LOG_LEVEL", "debug"), problems::add))
        .isEqualTo(Level.DEBUG);
    assertThat(problems).isEmpty();
    assertThat(Logging.level(Map.of("SLUICE_LOG_LEVEL", "loud"), problems::add))
        .isEqualTo(Level.INFO);
    assertThat(problems)
        .containsExactly(
            "Cannot use 'loud' as SLUICE_LOG_LEVEL: it must be debug, info, warn or error");
  }

  @Test
  void ownLinesMayShowFromDebugOn() {
    Logging.configure(LogFormat.TEXT, Level.DEBUG);
    LogManager.getLogger("io.sluice.stream.StreamProgress").debug("{\"batchId\":0}");
    LogManager.getLogger("org.apache.spark.SparkContext").debug("hidden");

    assertThat(written()).matches(TIME + " DEBUG StreamProgress: \\{\"batchId\":0}\n");
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
