// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.pipeline.SqlReader.Read;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructField;

/**
 * Reads one pipeline's folder, once; what is wrong with any file is collected and shown at once.
 */
final class PipelineLoader {
  static final String RULES = "rules.sql";
  static final String TRANSFORMATIONS = "transformations.sql";
  static final String GENERATE = "generate.sql";
  static final String AGGREGATIONS = "aggregations";
  static final String QUALITY = "quality";
  static final String SQL = ".sql";

  private final Storage storage;
  private final Path folder;
  private final String name;
  private final Map<String, String> variables;
  private final Environment environment;
  private final Findings findings = new Findings();
  private final SqlReader sql;
  private Optional<Parts> parts = Optional.empty();

  PipelineLoader(Storage storage, Path folder, String name, Map<String, String> environment) {
    this.storage = storage;
    this.folder = folder;
    this.name = name;
    this.variables = environment;
    this.environment = new Environment(environment);
    this.sql = new SqlReader(storage, folder, macros(), findings);
  }

  private Macros macros() {
    Path path = new Path(folder, Macro.FILE);
    return storage.exists(path)
        ? FolderText.read(storage, path, Macro.FILE, findings)
            .map(text -> Macros.read(text, findings))
            .orElse(Macros.NONE)
        : Macros.NONE;
  }

  /**
   * @throws io.sluice.problem.Problem INVALID that lists everything that is wrong
   */
  Pipeline load() {
    Parts parts = parts();
    findings.throwIfAny(name, folder);
    Settings settings = parts.settings().orElseThrow();
    Read rules = parts.rules().get();
    Read transformations = parts.transformations().get();
    String hash =
        hash(dating(settings, transformations), texts(parts.yaml().get(), rules, transformations));
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
        rules.file(),
        transformations.file(),
        parts.generate().map(Read::file),
        parts.aggregations(),
        parts.checks(),
        settings.references(),
        parts.exports(),
        hash,
        Built.of(hash),
        Sha256.shortOf(meanings(parts.yaml().get(), rules, transformations)));
  }

  /** What can be used of the folder, and all findings. */
  PipelineDraft draft() {
    Parts parts = parts();
    return new PipelineDraft(
        name,
        folder,
        parts.settings().flatMap(Settings::source),
        parts.settings().flatMap(Settings::schema),
        parts.settings().flatMap(Settings::table),
        parts.settings().flatMap(Settings::key).orElse(List.of()),
        parts.settings().flatMap(Settings::eventDate),
        sql.macros(),
        parts.rules().filter(Read::isQuery).map(Read::file),
        parts.transformations().filter(Read::isQuery).map(Read::file),
        parts.generate().filter(Read::isQuery).map(Read::file),
        parts.aggregations().stream().filter(each -> parts.isQuery(each.sql())).toList(),
        parts.checks().stream().filter(each -> parts.isQuery(each.sql())).toList(),
        parts.settings().map(Settings::references).orElse(List.of()),
        parts.exports(),
        parts.settings().map(Settings::places).orElseGet(() -> YamlPlaces.of("", findings)),
        findings);
  }

  /** The folder's files as they were read. */
  private record Parts(
      Optional<String> yaml,
      Optional<Settings> settings,
      Optional<Read> rules,
      Optional<Read> transformations,
      Optional<Read> generate,
      Collection<Read> others,
      List<Aggregation> aggregations,
      List<QualityCheck> checks,
      List<Export> exports) {

    boolean isQuery(SqlFile file) {
      return others.stream().anyMatch(read -> read.file().equals(file) && read.isQuery());
    }
  }

  private Parts parts() {
    if (parts.isEmpty()) {
      parts = Optional.of(read());
    }
    return parts.get();
  }

  private Parts read() {
    Optional<String> yaml = yaml();
    Optional<Settings> read = yaml.flatMap(text -> Settings.read(text, environment, findings));
    Optional<String> table = read.flatMap(Settings::table);
    List<Reference> defined = read.map(Settings::references).orElse(List.of());
    // Also those about which there is a finding: what joins them isn't wrong for that.
    List<String> references =
        read.map(Settings::places).map(YamlPlaces::references).orElse(List.of());
    List<String> rowRelations = new ArrayList<>(List.of(Relations.SOURCE));
    rowRelations.addAll(references);
    Optional<Read> rules = required(RULES, SqlKind.RULES, rowRelations);
    rules
        .flatMap(Read::query)
        .ifPresent(
            query ->
                Rule.read(RULES, query, findings)
                    .forEach(rule -> read.ifPresent(known -> refuseBuiltIn(rule, known))));
    Optional<Read> transformations =
        required(TRANSFORMATIONS, SqlKind.TRANSFORMATIONS, rowRelations);
    Optional<Read> generate = optional(GENERATE, SqlKind.GENERATE, List.of(Relations.IDS));
    new FolderEntries(storage, folder, findings).check();
    SortedMap<String, Read> aggregationFiles = files(AGGREGATIONS, SqlKind.AGGREGATION);
    SortedMap<String, Read> checkFiles = files(QUALITY, SqlKind.CHECK);
    List<Aggregation> aggregations =
        new Aggregations(sql, findings, references).read(aggregationFiles, table);
    List<QualityCheck> checks =
        new QualityChecks(sql, findings, references)
            .read(checkFiles, table, aggregationFiles.keySet());
    read.ifPresent(
        settings ->
            new ReferenceCheck(storage, folder, name, settings.places())
                .check(defined, table, aggregationFiles.keySet()));
    List<Export> exports =
        new ExportsReader(storage, folder, variables, findings)
            .read(table, List.copyOf(aggregationFiles.keySet()));
    List<Read> others = new ArrayList<>(aggregationFiles.values());
    others.addAll(checkFiles.values());
    return new Parts(
        yaml, read, rules, transformations, generate, others, aggregations, checks, exports);
  }

  /** A rule's name is a reason's code, as the engine's own are. */
  private void refuseBuiltIn(Rule rule, Settings settings) {
    if (ReasonCodes.areOf(settings.schema(), settings.eventDate()).contains(rule.name())) {
      findings.add(
          RULES,
          rule.place(),
          "found the rule '%s', the name of a reason that every pipeline has; allowed: a name of its own"
              .formatted(rule.name()));
    }
  }

  private Optional<String> yaml() {
    Path path = new Path(folder, Section.FILE);
    if (!storage.exists(path)) {
      findings.add(Section.FILE, "found no such file; every pipeline needs it");
      return Optional.empty();
    }
    return FolderText.read(storage, path, Section.FILE, findings);
  }

  private Optional<Read> required(String file, SqlKind kind, List<String> relations) {
    if (!storage.exists(new Path(folder, file))) {
      findings.add(file, "found no such file; every pipeline needs it");
    }
    return optional(file, kind, relations);
  }

  private Optional<Read> optional(String file, SqlKind kind, List<String> relations) {
    if (!storage.exists(new Path(folder, file))) {
      return Optional.empty();
    }
    Read read = sql.read(file, kind);
    sql.checkRelations(read, relations);
    return Optional.of(read);
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

  private static String hash(String dating, List<String> texts) {
    return dating + Sha256.shortOf(texts).substring(Pipeline.DATING_DIGITS);
  }

  /** The files' texts, and the values from the environment: they are part of what a file says. */
  private List<String> texts(String yaml, Read rules, Read transformations) {
    List<String> texts = new ArrayList<>(List.of(yaml, environment.used().toString()));
    for (Read each : List.of(rules, transformations)) {
      texts.add(each.file().text());
      if (each.file().callsMacros()) {
        texts.add(each.file().sharedMeaning());
      }
    }
    return texts;
  }

  private List<String> meanings(String yaml, Read rules, Read transformations) {
    return List.of(
        yaml,
        environment.used().toString(),
        rules.file().meaning(),
        transformations.file().meaning());
  }

  /** The digits over what decides which values a record has, and which of them is its date. */
  private static String dating(Settings settings, Read transformations) {
    Source source = settings.source().get();
    List<String> texts = new ArrayList<>();
    texts.add(source.format().label().toUpperCase(Locale.ROOT));
    texts.add(source.options().toString());
    texts.addAll(source.times().definition());
    for (StructField field : source.schema().fields()) {
      texts.add(field.name() + " " + field.dataType().sql());
    }
    texts.add(settings.eventDate().get());
    texts.add(transformations.file().meaning());
    settings.references().stream()
        .filter(reference -> transformations.relations().contains(reference.name()))
        .forEach(reference -> texts.add(reference.name() + " " + reference.definition()));
    return Sha256.shortOf(texts).substring(0, Pipeline.DATING_DIGITS);
  }
}
