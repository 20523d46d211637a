// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Reads the files of {@code exports/}. What their values take from the environment is looked up
 * when it is used: a job that sends nothing needs no password.
 *
 * @param variables the environment
 */
record ExportsReader(
    Storage storage, Path folder, Map<String, String> variables, Findings findings) {
  static final String YAML = ".yaml";

  private static final int CONSOLE_ROWS = 20;
  private static final List<String> KINDS =
      List.of("postgresql", "kafka", "folder", "file", "console");
  private static final List<String> KEYS =
      Stream.concat(Stream.of("relation", "columns", "personal"), KINDS.stream()).toList();

  /** What brokers allow at most, if nobody has set it. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

  private static final AllowedValue<Duration> TIMEOUT =
      new AllowedValue<>(
          "a duration from 1 second to 7 days, such as 15 minutes",
          scalar ->
              AllowedValue.DURATION
                  .read(scalar)
                  .filter(duration -> duration.toSeconds() > 0)
                  .filter(duration -> duration.compareTo(Duration.ofDays(7)) <= 0));

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");
  private static final Pattern PASSWORD = Pattern.compile("(?i)[?&]password=(?!\\$\\{)");
  private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]{0,62}";

  private static final AllowedValue<String> URL =
      AllowedValue.text(
          "jdbc:postgresql://host:port/database or ${NAME}, with no password written out",
          text ->
              (text.startsWith("jdbc:postgresql:") || text.startsWith("${"))
                  && !PASSWORD.matcher(text).find());

  private static final AllowedValue<String> FROM_ENVIRONMENT =
      new AllowedValue<>(
          "${NAME}, the environment variable that holds it",
          scalar -> scalar.text().filter(text -> VARIABLE.matcher(text).matches()));

  private static final AllowedValue<String> TABLE =
      AllowedValue.text(
          "table or schema.table, each of letters, digits and _ up to 63 characters",
          text -> text.matches("(%s\\.)?%s".formatted(IDENTIFIER, IDENTIFIER)));

  /** The exports, by name. */
  List<Export> read(Optional<String> table, List<String> aggregations) {
    List<Export> exports = new ArrayList<>();
    for (FileStatus entry : storage.list(new Path(folder, Export.FOLDER))) {
      String file = entry.getPath().getName();
      if (entry.isFile() && file.endsWith(YAML)) {
        String name = file.substring(0, file.length() - YAML.length());
        read(name, entry.getPath(), relations(table, aggregations)).ifPresent(exports::add);
      }
    }
    return exports;
  }

  private Optional<Export> read(String name, Path path, AllowedValue<String> relations) {
    String file = Export.FOLDER + "/" + name + YAML;
    if (!Relations.isName(name)) {
      findings.add(
          file,
          "found the file name '%s%s'; allowed: %s".formatted(name, YAML, Relations.NAME_ALLOWED));
    }
    Optional<String> text = FolderText.read(storage, path, file, findings);
    int before = findings.count();
    var document = text.flatMap(known -> YamlText.parse(file, known, findings));
    if (text.isEmpty() || findings.count() > before) {
      return Optional.empty();
    }
    Section root = Section.root(file, document, KEYS, Environment.deferred(), findings);
    var relation = root.required("relation", relations);
    var columns =
        root.has("columns")
            ? root.requiredList("columns", AllowedValue.TEXT)
            : Optional.of(List.<String>of());
    var personal = root.optional("personal", AllowedValue.oneOf(Export.Personal.class));
    var destination = destination(root);
    return root.built(
        () -> new Export(name, relation.get(), columns.get(), personal, destination.orElseThrow()));
  }

  private static AllowedValue<String> relations(Optional<String> table, List<String> aggregations) {
    if (table.isEmpty()) {
      return AllowedValue.TEXT;
    }
    List<String> names = new ArrayList<>(List.of(table.get()));
    names.addAll(aggregations);
    names.addAll(Relations.AUDITED);
    return AllowedValue.name("a relation of the pipeline: ", names);
  }

  private Optional<? extends Destination> destination(Section root) {
    List<String> given = KINDS.stream().filter(root::has).toList();
    if (given.size() != 1) {
      root.refuse(
          given.isEmpty() ? KINDS.get(0) : given.get(1),
          given.isEmpty() ? "nothing" : "the key beside " + given.get(0),
          "one of " + String.join(", ", KINDS));
      return Optional.empty();
    }
    return switch (given.get(0)) {
      case "postgresql" -> postgresql(root);
      case "kafka" -> kafka(root);
      case "folder" -> folder(root);
      case "file" -> file(root);
      default -> console(root);
    };
  }

  private Optional<Destination.Postgresql> postgresql(Section root) {
    Section section =
        root.section("postgresql", List.of("url", "user", "password", "table", "key"));
    var url = secret(section, "url", URL);
    var user = section.optional("user", AllowedValue.TEXT);
    var password =
        section.has("password")
            ? secret(section, "password", FROM_ENVIRONMENT)
            : Optional.<String>empty();
    var table = section.required("table", TABLE);
    var key =
        section.has("key")
            ? section.requiredList("key", AllowedValue.TEXT)
            : Optional.of(List.<String>of());
    return section.built(
        () ->
            new Destination.Postgresql(
                deferred(url.get()),
                user.map(this::deferred),
                password.map(this::deferred),
                table.get(),
                key.get()));
  }

  /** A value that findings don't show. */
  private static Optional<String> secret(
      Section section, String key, AllowedValue<String> allowed) {
    Optional<String> text = section.required(key, AllowedValue.TEXT);
    Optional<String> value = text.flatMap(known -> allowed.read(Scalar.unquoted(known)));
    if (text.isPresent() && value.isEmpty()) {
      section.refuse(key, "a value that isn't shown here", allowed.description());
    }
    return value;
  }

  private Optional<Destination.Kafka> kafka(Section root) {
    Section section =
        root.section(
            "kafka",
            List.of("topic", "key", "bootstrap-servers", "settings", "transaction-timeout"));
    var topic = section.required("topic", KafkaOptions.TOPIC_NAME);
    var key = section.requiredList("key", AllowedValue.TEXT);
    var servers = section.optional("bootstrap-servers", orVariable(KafkaOptions.SERVERS));
    var settings = section.optional("settings", orVariable(KafkaOptions.SETTINGS));
    var timeout = section.or("transaction-timeout", TRANSACTION_TIMEOUT, TIMEOUT);
    return section.built(
        () ->
            new Destination.Kafka(
                topic.get(),
                key.get(),
                servers.map(this::deferred),
                settings.map(this::deferred),
                timeout.get()));
  }

  /** A value that may be in the environment, where it isn't known yet. */
  private static AllowedValue<String> orVariable(AllowedValue<String> allowed) {
    return AllowedValue.text(
        allowed.description() + "; or ${NAME}",
        text -> VARIABLE.matcher(text).find() || allowed.read(Scalar.unquoted(text)).isPresent());
  }

  private Optional<Destination.Folder> folder(Section root) {
    Section section = root.section("folder", List.of("path", "format"));
    var path = section.required("path", AllowedValue.TEXT);
    var format = section.required("format", AllowedValue.oneOf(Destination.FileFormat.class));
    return section.built(() -> new Destination.Folder(deferred(path.get()), format.get()));
  }

  private Optional<Destination.CsvFile> file(Section root) {
    Section section = root.section("file", List.of("path"));
    var path =
        section.required(
            "path", AllowedValue.text("a path that ends with .csv", text -> text.endsWith(".csv")));
    return section.built(() -> new Destination.CsvFile(deferred(path.get())));
  }

  private static Optional<Destination.Console> console(Section root) {
    Section section = root.section("console", List.of("rows"));
    var rows = section.or("rows", CONSOLE_ROWS, AllowedValue.POSITIVE_NUMBER);
    return section.built(() -> new Destination.Console(rows.get()));
  }

  private DeferredText deferred(String written) {
    return new DeferredText(written, variables);
  }
}
