// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testing.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema that editors check pipeline.yaml by knows what the loader knows. */
class PipelineSchemaTest {
  private static final List<String> FORMATS = List.of("csv", "json", "parquet", "kafka");

  @TempDir private Path root;
  private JsonNode schema;

  @BeforeEach
  void readSchema() throws IOException {
    schema = new ObjectMapper().readTree(Pipelines.REAL.resolve("pipeline.schema.json").toFile());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zzzzzz: 1                                       | /properties
          gate: {zzzzzz: 1}                               | /properties/gate/properties
          airflow: {zzzzzz: 1}                            | /properties/airflow/properties
          freshness: {zzzzzz: 1}                          | /properties/freshness/properties
          references: {other: {zzzzzz: 1}}                | /properties/references/additionalProperties/properties
          references: {other: {options: {zzzzzz: 1}}}     | /$defs/csv-options/properties
          references: {other: {format: json, options: {zzzzzz: 1}}} | /$defs/json-options/properties
          """)
  void hasTheKeysOfEachSection(String yaml, String place) {
    assertThat(fieldNames(place)).isEqualTo(allowedKeys(TestFolder.YAML + yaml + "\n"));
  }

  @Test
  void hasTheKeysOfEachFormat() {
    Set<String> all = new TreeSet<>();
    Set<String> common = null;
    for (String format : FORMATS) {
      Set<String> keys = allowedKeys(source("format: " + format + ", zzzzzz: 1"));
      all.addAll(keys);
      common = common == null ? new TreeSet<>(keys) : common;
      common.retainAll(keys);
    }
    Set<String> ofKafka = new TreeSet<>(all);
    ofKafka.removeAll(common);

    assertThat(fieldNames("/properties/source/properties")).isEqualTo(all);
    assertThat(fieldNames("/properties/source/allOf/3/else/properties")).isEqualTo(ofKafka);
    assertThat(allowedKeys(source("options: {zzzzzz: 1}")))
        .isEqualTo(fieldNames("/$defs/csv-options/properties"));
    assertThat(allowedKeys(source("format: json, options: {zzzzzz: 1}")))
        .isEqualTo(fieldNames("/$defs/json-options/properties"));
    assertThat(allowedKeys(source("format: parquet, options: {zzzzzz: 1}")))
        .containsExactly("nothing");
    assertThat(allowedKeys(source("format: kafka, topics: [a], options: {zzzzzz: 1}")))
        .containsExactly("nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          format: zzzzzz                                   | /properties/source/properties/format
          ambiguous-times: zzzzzz                          | /properties/source/properties/ambiguous-times
          extra-columns: zzzzzz                            | /properties/source/properties/extra-columns
          format: kafka, topics: [a], value-format: zzzzzz | /properties/source/properties/value-format
          format: kafka, topics: [a], starting-offsets: zzzzzz | /properties/source/properties/starting-offsets
          """)
  void hasTheValuesOfEachChoice(String yaml, String place) {
    assertThat(enumerated(place)).isEqualTo(allowed(source(yaml)));
  }

  @Test
  void hasTheTasksOfAirflow() {
    assertThat(enumerated("/properties/airflow/properties/tasks"))
        .isEqualTo(allowed(TestFolder.YAML + "airflow: {tasks: zzzzzz}\n"));
  }

  /** A key that has to be given is one that a folder without it lacks. */
  @ParameterizedTest
  @ValueSource(strings = {"", "source: {format: csv}\n", "freshness: {}\n"})
  void hasWhatIsRequired(String yaml) {
    Set<String> missing = new TreeSet<>();
    for (String finding : findings(yaml.isEmpty() ? "gate: {}\n" : yaml)) {
      if (finding.contains(": found nothing; allowed: ")) {
        missing.add(finding.replaceFirst("^pipeline.yaml[^:]*: ", "").replaceFirst(": .*$", ""));
      }
    }
    Set<String> required = new TreeSet<>();
    addRequired("", "", required);
    if (yaml.startsWith("freshness")) {
      addRequired("/properties/freshness", "freshness.", required);
    }
    addRequired("/properties/source", "source.", required);
    required.remove("source");

    assertThat(missing).isEqualTo(required);
  }

  @Test
  void isNamedByEveryPipeline() throws IOException {
    for (String pipeline : List.of("transactions", "orders", "events")) {
      assertThat(Files.readString(Pipelines.REAL.resolve(pipeline).resolve("pipeline.yaml")))
          .startsWith("# yaml-language-server: $schema=../pipeline.schema.json\n");
    }
  }

  private void addRequired(String place, String prefix, Set<String> required) {
    schema.at(place + "/required").forEach(key -> required.add(prefix + key.asText()));
  }

  private static String source(String keys) {
    return "source: {schema: id STRING, %s}\ntable: sales\nkey: [id]\nevent-date: day\n"
        .formatted(keys);
  }

  private Set<String> allowedKeys(String yaml) {
    return findings(yaml).stream()
        .filter(finding -> finding.contains("zzzzzz: found an unknown key"))
        .map(PipelineSchemaTest::list)
        .findFirst()
        .orElseThrow();
  }

  private Set<String> allowed(String yaml) {
    return findings(yaml).stream()
        .filter(finding -> finding.contains("'zzzzzz'"))
        .map(PipelineSchemaTest::list)
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> list(String finding) {
    String allowed = finding.substring(finding.indexOf("allowed: ") + "allowed: ".length());
    return new TreeSet<>(Arrays.asList(allowed.split(", | or ")));
  }

  private List<String> findings(String yaml) {
    return new TestFolder(root).write("pipeline.yaml", yaml).findings();
  }

  private Set<String> fieldNames(String place) {
    Set<String> names = new TreeSet<>();
    JsonNode properties = schema.at(place);
    assertThat(properties.isObject()).as(place).isTrue();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private Set<String> enumerated(String place) {
    List<String> values = new ArrayList<>();
    schema.at(place + "/anyOf/0/enum").forEach(value -> values.add(value.asText()));
    return new TreeSet<>(values);
  }
}
