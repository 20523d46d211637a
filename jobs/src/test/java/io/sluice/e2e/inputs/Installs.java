// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import io.sluice.testing.Contents;
import io.sluice.testing.Folders;
import io.sluice.testing.Shell;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A pipeline whose values and names a machine's habits could change, run in processes of its own as
 * {@code spark-submit} runs them.
 */
final class Installs {
  static final String NAME = "installs";

  private static final Map<String, String> SQL =
      Map.of(
          "pipeline.yaml",
          """
          source:
            schema: |
              INSTALLATION_ID STRING NOT NULL, Title STRING, price DECIMAL(10,2), visits INT,
              live BOOLEAN, installed_at TIMESTAMP NOT NULL, billed DATE
            timestamp-formats: ["yyyy-MM-dd HH:mm:ss", "dd MMM yyyy hh:mm:ss a"]
            date-formats: ["dd-MMM-yyyy"]
          table: installs
          key: [installation_id]
          event-date: install_date
          gate: {max-quarantined-ratio: 1.0}
          """,
          "rules.sql",
          """
          select price >= 0 as price_is_ok, visits is null or 100 / visits >= 1 as visits_in_limit
          from source
          """,
          "transformations.sql",
          """
          select
              installation_id, lower(title) as title, upper(title) as title_upper,
              initcap(title) as cap, price, visits, live, installed_at, billed,
              to_date(installed_at) as install_date,
              date_format(installed_at, 'EEEE d MMM yyyy HH') as spelled,
              format_number(price, 2) as shown, format_string('%05d', visits) as padded,
              cast(installed_at as string) as at_text, hour(installed_at) as at_hour,
              cast('2026-03-08 02:30:00' as timestamp) as literal,
              price / 3 as third, map_from_arrays(array('a'), array(title)) as titles
          from source
          """,
          "aggregations/daily.sql",
          """
          -- materialized: incremental_by_date
          select install_date, count(*) as n, sum(price) as total, min(spelled) as first_spelled,
              cast(min(installed_at) as string) as first_at
          from installs group by install_date
          """,
          "aggregations/everything.sql",
          "select count(distinct title) as titles, avg(price) as mean from installs",
          "quality/title_is_known.sql",
          "select * from installs where title is null");

  private static final String FIRST =
      """
      InstallatIon_ID,TITLE,PRICE,VISITS,LIVE,INSTALLED_AT,BILLED
      I1,Istanbul INFO,1234.50,7,TRUE,2026-03-02 09:15:00,05-Mar-2026
      i2,DILIM,0.10,12,False,02 Mar 2026 09:15:00 PM,01-May-2026
      i3,ilk,-1,1,true,02 Mar 2026 12:00:00 AM,01-Dec-2026
      i4,ilk,x,1,true,2026-03-02 09:15:00,01-Mai-2026
      """;

  private static final String SECOND =
      """
      installation_id,title,price,visits,live,installed_at,billed
      ü1,İĞDIR ıssız straße,2.50,1,true,2026-03-08 02:30:00,
      ü2,TITLE Äpfel,1000000.25,2,true,2018-11-04 00:10:00,04-Nov-2018
      """;

  /** What says when a run was, and on which files of unforeseeable names. */
  private static final List<String> OF_THE_RUN =
      List.of(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z",
          "[0-9]{8}T[0-9]{6}Z",
          "\\\\?\"[a-zA-Z_]*([bB]ytes|[sS]ize|process|host)\\\\?\" ?: ?[0-9]+",
          "\"durations_ms\" : \\{[^}]*\\}",
          "\"[a-z_]+_per_second\" : [0-9.]+",
          "\\b[0-9]{13}\\b");

  private final Path folder;

  /**
   * @param folder where SQL, data and configuration are
   */
  Installs(Path folder) throws IOException {
    this.folder = folder;
    for (Map.Entry<String, String> file : SQL.entrySet()) {
      Path path = folder.resolve("sql").resolve(NAME).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /** Lands two files. The name of the second isn't ASCII, regardless of this JVM's encoding. */
  void land() throws IOException {
    Path landing = Files.createDirectories(in("landing"));
    Files.writeString(landing.resolve("INSTALLATIONS.csv"), FIRST);
    Files.writeString(landing.resolve("second"), SECOND);
    Shell.run(
        "mv second $'\\xc3\\x9cbersicht-M\\xc3\\xa4rz.csv' && touch -d 2026-03-09T12:00:00Z *",
        landing);
  }

  Path in(String path) {
    return folder.resolve("data").resolve(NAME).resolve(path);
  }

  /** Runs a job in surroundings, and returns how it ended and all that it printed. */
  Shell.Result run(Surroundings surroundings, String job, String... options) throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        String.join("\n", surroundings.defaults()) + "\n",
        StandardCharsets.UTF_8);
    Files.writeString(conf.resolve("core-site.xml"), coreSite(surroundings.core()));
    List<String> command = new ArrayList<>(surroundings.starter());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(surroundings.jvm());
    command.addAll(opened());
    command.addAll(List.of("-cp", conf + ":" + System.getProperty("java.class.path")));
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]"));
    for (String setting :
        List.of(
            "spark.sql.adaptive.enabled=false",
            "spark.sql.codegen.wholeStage=false",
            "spark.sql.codegen.factoryMode=NO_CODEGEN")) {
      command.addAll(List.of("--conf", setting));
    }
    command.addAll(List.of("--class", "io.sluice." + job, "spark-internal"));
    command.addAll(List.of(options));
    command.addAll(List.of("--pipeline", NAME, "--run-id", "one"));
    if (!List.of(options).contains("--data")) {
      command.addAll(List.of("--data", "data"));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(Installs::isSetting);
    builder.environment().put("SPARK_CONF_DIR", conf.toString());
    builder.environment().putAll(surroundings.variables());
    builder.environment().values().removeIf(String::isEmpty);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Shell.Result(process.waitFor(), printed.lines().toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The rows of every table, by the table's name, but for what says when they were taken in. */
  SortedMap<String, List<Map<String, Object>>> tables() throws IOException {
    SortedMap<String, List<Map<String, Object>>> tables = new TreeMap<>();
    try (var relations = Files.list(in("tables"))) {
      for (Path relation : relations.toList()) {
        tables.put(
            relation.getFileName().toString(),
            Contents.of(
                SparkSessionExtension.spark().read().format("delta").load(relation.toString()),
                "processed_timestamp",
                "quarantined_at",
                "consumed_at",
                "decided_at",
                "restated_at"));
      }
    }
    return tables;
  }

  /**
   * The text of every file that holds some, by its path, and the paths of the others: with one sign
   * for all that says when the run was.
   */
  SortedMap<String, String> files() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    Folders.texts(in("."))
        .forEach(
            (path, text) -> {
              boolean isText = path.endsWith(".json") || path.endsWith(".csv");
              files.merge(unhurried(path), isText ? unhurried(text) : "", (a, b) -> a + b);
            });
    return files;
  }

  private static String unhurried(String text) {
    String same = text;
    for (String pattern : OF_THE_RUN) {
      same = same.replaceAll(pattern, "*");
    }
    return same;
  }

  private static boolean isSetting(String variable) {
    return variable.matches("(LC_.+|LANG|LANGUAGE|TZ|(SLUICE|SPARK|HADOOP)_.+)");
  }

  private static List<String> opened() {
    return java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .toList();
  }

  private static String coreSite(Map<String, String> properties) {
    StringBuilder xml = new StringBuilder("<configuration>\n");
    properties.forEach(
        (name, value) ->
            xml.append(
                "<property><name>%s</name><value>%s</value></property>%n".formatted(name, value)));
    return xml.append("</configuration>\n").toString();
  }
}
