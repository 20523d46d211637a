// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;

/** Reads the section {@code references} of pipeline.yaml. */
final class ReferencesReader {
  static final String KEY = "references";

  private static final String PIPELINE = "pipeline";

  /** Keys of both kinds. */
  static final List<String> KEYS =
      List.of(
          "file",
          "schema",
          "key",
          PIPELINE,
          "relation",
          "personal",
          "format",
          "options",
          "timestamp-formats",
          "date-formats",
          "time-zone",
          "ambiguous-times",
          "max-field-length");

  private static final List<String> KEYS_OF_RELATION =
      List.of(PIPELINE, "relation", "key", "personal");

  private static final Pattern FILE = Pattern.compile("[^/\\\\._~#][^/\\\\]*");

  private static final AllowedValue<String> FILE_NAME =
      AllowedValue.text("the name of a file in references/", name -> FILE.matcher(name).matches());

  private static final AllowedValue<String> NAME =
      AllowedValue.text(Relations.NAME_ALLOWED, Relations::isName);

  private ReferencesReader() {}

  /**
   * @param references those that can be used
   * @param sections where pipeline.yaml has each, for findings
   */
  record Read(List<Reference> references, Map<String, Section> sections) {}

  static Read read(Section root) {
    Read read = new Read(new ArrayList<>(), new LinkedHashMap<>());
    root.eachNamed(
        KEY,
        AllowedValue.RELATION,
        KEYS,
        (name, section) -> {
          read.sections().put(name, section);
          reference(name, section).ifPresent(read.references()::add);
        });
    return read;
  }

  private static Optional<? extends Reference> reference(String name, Section section) {
    if (!section.has(PIPELINE)) {
      return ofFile(name, section);
    }
    KEYS.stream()
        .filter(key -> section.has(key) && !KEYS_OF_RELATION.contains(key))
        .forEach(
            key ->
                section.refuse(
                    key,
                    "the key beside pipeline",
                    "%s, or file with schema and key"
                        .formatted(String.join(", ", KEYS_OF_RELATION))));
    return ofRelation(name, section);
  }

  private static Optional<Reference.OfRelation> ofRelation(String name, Section section) {
    var pipeline = section.required(PIPELINE, NAME);
    var relation = section.required("relation", AllowedValue.RELATION);
    var key = section.requiredList("key", AllowedValue.TEXT);
    var personal = section.listOr("personal", List.of(), AllowedValue.TEXT);
    return section.built(
        () ->
            new Reference.OfRelation(
                name,
                pipeline.get(),
                relation.get(),
                key.get(),
                new LinkedHashSet<>(personal.get())));
  }

  private static Optional<Reference.OfFile> ofFile(String name, Section section) {
    var file = section.required("file", FILE_NAME);
    if (section.has("relation")) {
      section.refuse("relation", "the key without pipeline", "it beside pipeline");
    }
    SourceReader.Read source = SourceReader.ofReference(section, file.orElse(""));
    var key = section.requiredList("key", SourceReader.columns(source.schema()));
    source
        .schema()
        .ifPresent(
            schema ->
                Arrays.stream(schema.fieldNames())
                    .filter(column -> OutputColumns.refusal(column).isPresent())
                    .forEach(
                        column ->
                            section.refuse(
                                "schema",
                                "the column " + Escaped.quoted(column),
                                OutputColumns.NAME_ALLOWED)));
    return section.built(
        () -> new Reference.OfFile(name, file.get(), required(source, key.get()), key.get()));
  }

  /** A row without a key could never be found. */
  private static Source required(SourceReader.Read read, List<String> key) {
    Source source = read.source().orElseThrow();
    StructType schema = new StructType();
    for (var field : source.schema().fields()) {
      boolean nullable = field.nullable() && !key.contains(field.name());
      schema = schema.add(field.name(), field.dataType(), nullable);
    }
    return source.with(schema);
  }
}
