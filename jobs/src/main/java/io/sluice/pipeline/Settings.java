// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * Values of pipeline.yaml, with the defaults filled in. A value is empty where there is a finding
 * about it, or where it is optional.
 *
 * @param schema the typed columns, also where something else of the source can't be read
 */
record Settings(
    YamlPlaces places,
    Optional<StructType> schema,
    Optional<Source> source,
    Optional<String> table,
    Optional<List<String>> key,
    Optional<String> eventDate,
    Optional<GateLimits> gate,
    Optional<Freshness> freshness,
    Optional<Duration> runsKeep,
    List<Reference> references) {

  private static final double MAX_QUARANTINED_RATIO = 0.10;
  private static final long MIN_ROWS = 100;
  private static final Duration RUNS_KEEP = Duration.ofDays(90);

  static final List<String> KEYS =
      List.of(
          "source",
          ReferencesReader.KEY,
          "table",
          "key",
          "on-conflict",
          "event-date",
          "gate",
          "freshness",
          "runs-keep",
          AirflowSettings.SCHEDULE,
          AirflowSettings.SECTION);

  /** Treatment of the second of two rows with one key and other content. */
  private static final List<String> ON_CONFLICT = List.of("quarantine");

  /** The values; empty where the text can't be read at all, which is all to say about it then. */
  static Optional<Settings> read(String text, Environment environment, Findings findings) {
    int before = findings.count();
    var document = YamlText.parse(text, findings);
    if (findings.count() > before) {
      return Optional.empty();
    }
    Section root = Section.root(document, KEYS, environment, findings);
    root.optional("on-conflict", AllowedValue.oneOf(ON_CONFLICT));
    SourceReader.Read source = SourceReader.read(root);
    ReferencesReader.Read references = ReferencesReader.read(root);
    AirflowSettings.check(root, references);
    return Optional.of(
        new Settings(
            new YamlPlaces(root, references.sections()),
            source.schema(),
            source.source(),
            root.required("table", AllowedValue.RELATION),
            root.requiredList("key", AllowedValue.TEXT),
            root.required("event-date", AllowedValue.TEXT),
            gate(root),
            root.has("freshness") ? freshness(root) : Optional.empty(),
            root.or("runs-keep", RUNS_KEEP, AllowedValue.DURATION),
            references.references()));
  }

  private static Optional<GateLimits> gate(Section root) {
    Section gate = root.section("gate", List.of("max-quarantined-ratio", "min-rows"));
    var ratio = gate.or("max-quarantined-ratio", MAX_QUARANTINED_RATIO, AllowedValue.RATIO);
    var rows = gate.or("min-rows", MIN_ROWS, AllowedValue.COUNT);
    return gate.built(() -> new GateLimits(ratio.get(), rows.get()));
  }

  private static Optional<Freshness> freshness(Section root) {
    Section freshness = root.section("freshness", List.of("warn-after", "error-after"));
    var warn = freshness.required("warn-after", AllowedValue.DURATION);
    var error = freshness.required("error-after", AllowedValue.DURATION);
    return freshness.built(() -> new Freshness(warn.get(), error.get()));
  }
}
