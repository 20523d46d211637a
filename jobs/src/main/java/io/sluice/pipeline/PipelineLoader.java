// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.pipeline.SqlReader.Read;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructField;

/** Reads one pipeline's folder; what is wrong with any file is collected and shown at once. */
final class PipelineLoader {
  private static final String RULES = "rules.sql";
  private static final String TRANSFORMATIONS = "transformations.sql";
  private static final String GENERATE = "generate.sql";
  private static final String AGGREGATIONS = "aggregations";
  private static final String QUALITY = "quality";
  private static final String SQL = ".sql";

  private final Storage storage;
  private final Path folder;
  private final String name;
  private final Environment environment;
  private final Findings findings = new Findings();
  private final SqlReader sql;

  PipelineLoader(Storage storage, Path folder, String name, Map<String, String> environment) {
    this.storage = storage;
    this.folder = folder;
    this.name = name;
    this.environment = new Environment(environment);
    this.sql = new SqlReader(storage, folder, findings);
  }

  Pipeline load() {
    Optional<String> yaml = yaml();
    Optional<Settings> read = yaml.flatMap(text -> Settings.read(text, environment, findings));
    Optional<String> table = read.flatMap(Settings::table);
    Optional<Read> rules = required(RULES, SqlKind.RULES, Relations.SOURCE);
    rules.flatMap(Read::query).ifPresent(query -> Rule.read(RULES, query, findings));
    Optional<Read> transformations =
        required(TRANSFORMATIONS, SqlKind.TRANSFORMATIONS, Relations.SOURCE);
    Optional<Read> generate = optional(GENERATE, SqlKind.GENERATE, Relations.IDS);
    refuseOtherSql();
    SortedMap<String, Read> aggregationFiles = files(AGGREGATIONS, SqlKind.AGGREGATION);
    List<Aggregation> aggregations = new Aggregations(sql, findings).read(aggregationFiles, table);
    List<QualityCheck> checks =
        new QualityChecks(sql, findings)
            .read(files(QUALITY, SqlKind.CHECK), table, aggregationFiles.keySet());
    findings.throwIfAny(name, folder);
    Settings settings = read.orElseThrow();
    return new Pipeline(
        name,
        folder,
        settings.source().get(),
        settings.table().get(),
        settings.key().get(),
        settings.eventDate().get(),
        settings.gate().get(),
        settings.freshness(),
        settings.runsKeep().get(),
        settings.schedule(),
        rules.get().file(),
        transformations.get().file(),
        generate.map(Read::file),
        aggregations,
        checks,
        hash(
            dating(settings.source().get(), settings.eventDate().get(), transformations.get()),
            yaml.get(),
            rules.get(),
            transformations.get()));
  }

  private Optional<String> yaml() {
    Path path = new Path(folder, Section.FILE);
    if (!storage.exists(path)) {
      findings.add(Section.FILE, "found no such file; every pipeline needs it");
      return Optional.empty();
    }
    return Optional.of(storage.read(path));
  }

  private Optional<Read> required(String file, SqlKind kind, String relation) {
    if (!storage.exists(new Path(folder, file))) {
      findings.add(file, "found no such file; every pipeline needs it");
    }
    return optional(file, kind, relation);
  }

  private Optional<Read> optional(String file, SqlKind kind, String relation) {
    if (!storage.exists(new Path(folder, file))) {
      return Optional.empty();
    }
    Read read = sql.read(file, kind);
    sql.checkRelations(read, List.of(relation));
    return Optional.of(read);
  }

  /** A misspelt rules.sql or generate.sql would otherwise do nothing, and nobody would notice. */
  private void refuseOtherSql() {
    List<String> known = List.of(RULES, TRANSFORMATIONS, GENERATE);
    for (FileStatus entry : storage.list(folder)) {
      String file = entry.getPath().getName();
      if (entry.isFile() && file.endsWith(SQL) && !known.contains(file)) {
        findings.add(
            file,
            "found a file that means nothing here; allowed: %s, and those in %s/ and %s/"
                .formatted(String.join(", ", known), AGGREGATIONS, QUALITY));
      }
    }
  }

  /** The SQL files of a folder by their names without ending. */
  private SortedMap<String, Read> files(String subfolder, SqlKind kind) {
    SortedMap<String, Read> files = new TreeMap<>();
    for (FileStatus entry : storage.list(new Path(folder, subfolder))) {
      String file = entry.getPath().getName();
      if (entry.isFile() && file.endsWith(SQL)) {
        files.put(
            file.substring(0, file.length() - SQL.length()),
            sql.read(subfolder + "/" + file, kind));
      }
    }
    return files;
  }

  /** Over the values from the environment too: they are part of what the file says. */
  private String hash(String dating, String yaml, Read rules, Read transformations) {
    String everything =
        Sha256.shortOf(
            List.of(
                yaml,
                environment.used().toString(),
                rules.file().text(),
                transformations.file().text()));
    return dating + everything.substring(Pipeline.DATING_DIGITS);
  }

  /** The digits over what decides which values a record has, and which of them is its date. */
  private static String dating(Source source, String eventDate, Read transformations) {
    List<String> texts = new ArrayList<>();
    texts.add(source.format().label().toUpperCase(Locale.ROOT));
    texts.add(source.options().toString());
    texts.addAll(source.times().definition());
    for (StructField field : source.schema().fields()) {
      texts.add(field.name() + " " + field.dataType().sql());
    }
    texts.add(eventDate);
    texts.add(transformations.file().meaning());
    return Sha256.shortOf(texts).substring(0, Pipeline.DATING_DIGITS);
  }
}
