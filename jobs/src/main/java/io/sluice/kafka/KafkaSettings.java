// SPDX-License-Identifier: Apache-2.0
package io.sluice.kafka;

import io.sluice.problem.Problem;
import io.sluice.text.Escaped;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Settings of Kafka's clients: those of a file of the pipeline's folder, over them those of a
 * properties file, over them those of the environment. Their values may be secrets, and show
 * nowhere.
 */
public final class KafkaSettings {
  private static final String PREFIX = "SLUICE_KAFKA_";
  private static final String FILE = PREFIX + "SETTINGS";
  private static final String SERVERS = "bootstrap.servers";

  /** What decides which messages are read, and what becomes of offsets, is ours. */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "bootstrap\\.servers|client\\.(id|dns\\.lookup|rack)|(security|ssl|sasl)\\..+"
              + "|(request|default\\.api)\\.timeout\\.ms|(connections|metadata|reconnect|retry|socket)\\..+"
              + "|(fetch|receive|send|max\\.partition)\\..+");

  private static final String ALLOWED_IN_WORDS =
      "bootstrap.servers, client.…, security.…, ssl.…, sasl.…, request.timeout.ms,"
          + " default.api.timeout.ms, connections.…, metadata.…, reconnect.…, retry.…, socket.…,"
          + " fetch.…, receive.…, send.…, max.partition.…";

  private final Map<String, String> values;

  private KafkaSettings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Puts the settings together.
   *
   * @param task what can't be done without them, such as {@code land messages for shop}
   * @param servers what the pipeline's folder says of {@code bootstrap-servers}
   * @param settings the properties file that it names
   * @param place where in the folder that is, for messages
   * @throws Problem INVALID that names what can't be used, and no value
   */
  public static KafkaSettings of(
      String task,
      Optional<String> servers,
      Optional<String> settings,
      String place,
      Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    servers.ifPresent(known -> values.put(SERVERS, known));
    List<String> problems = new ArrayList<>();
    Optional<String> file = Optional.ofNullable(environment.get(FILE)).or(() -> settings);
    file.ifPresent(path -> fromFile(path, values, problems));
    for (Map.Entry<String, String> each : environment.entrySet()) {
      String variable = each.getKey();
      if (variable.startsWith(PREFIX) && !variable.equals(FILE)) {
        String name =
            variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
        put(name, each.getValue(), variable, values, problems);
      }
    }
    if (!values.containsKey(SERVERS)) {
      problems.add(
          "nothing says where a broker is; set bootstrap-servers %s, or %sBOOTSTRAP_SERVERS"
              .formatted(place, PREFIX));
    }
    if (!problems.isEmpty()) {
      throw Problem.invalid("Cannot %s: %s".formatted(task, String.join("; ", problems)));
    }
    return new KafkaSettings(values);
  }

  private static void fromFile(String path, Map<String, String> values, List<String> problems) {
    Properties read = new Properties();
    try (Reader text = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
      read.load(text);
    } catch (IOException | IllegalArgumentException e) {
      // Its message could hold a part of the file.
      problems.add(
          "the settings in %s can't be read (%s); correct the path, its rights or the file"
              .formatted(Escaped.plain(path), e.getClass().getSimpleName()));
      return;
    }
    for (String name : read.stringPropertyNames()) {
      put(name, read.getProperty(name), name + " in " + path, values, problems);
    }
  }

  private static void put(
      String name, String value, String where, Map<String, String> values, List<String> problems) {
    if (ALLOWED.matcher(name).matches()) {
      values.put(name, value);
    } else {
      problems.add(
          "%s is no setting that can be made; allowed: %s"
              .formatted(Escaped.plain(where), ALLOWED_IN_WORDS));
    }
  }

  /** Addresses of brokers, for messages. */
  public String servers() {
    return values.get(SERVERS);
  }

  /** For a client of our own. A broker that is down shows soon. */
  public Map<String, Object> ofClient() {
    return new HashMap<>(bounded());
  }

  /** For Spark, which has them under another prefix. Aborted transactions aren't read. */
  public Map<String, String> ofSpark() {
    Map<String, String> prefixed = new HashMap<>();
    bounded().forEach((name, value) -> prefixed.put("kafka." + name, value));
    prefixed.put("kafka.isolation.level", "read_committed");
    return prefixed;
  }

  private Map<String, String> bounded() {
    Map<String, String> all =
        new HashMap<>(Map.of("request.timeout.ms", "10000", "default.api.timeout.ms", "20000"));
    all.putAll(values);
    return all;
  }
}
