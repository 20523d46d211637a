// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final String SCHEMA = "a STRING, b INT";

  @TempDir Path root;
  private TestFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new TestFolder(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          format: avro | source.format: found 'avro'; allowed: csv, json, parquet, kafka
          files: /in/*.csv | source.files: found '/in/*.csv'; allowed: a pattern for file names such as *.csv, or **/*.csv for those in subfolders too, none of which begin with . or _ or end as uploads under way do, such as .tmp
          files: "*.tmp" | source.files: found '*.tmp'; allowed: a pattern for file names such as *.csv, or **/*.csv for those in subfolders too, none of which begin with . or _ or end as uploads under way do, such as .tmp
          files: "[a.csv" | source.files: found '[a.csv'; allowed: a pattern for file names such as *.csv, or **/*.csv for those in subfolders too, none of which begin with . or _ or end as uploads under way do, such as .tmp
          files: " " | source.files: found ' '; allowed: a pattern for file names such as *.csv, or **/*.csv for those in subfolders too, none of which begin with . or _ or end as uploads under way do, such as .tmp
          files-per-batch: 0 | source.files-per-batch: found 0; allowed: a whole number from 1 to 2147483647
          files-per-batch: "5" | source.files-per-batch: found '5'; allowed: a whole number from 1 to 2147483647
          files-per-batch: 9999999999 | source.files-per-batch: found 9999999999; allowed: a whole number from 1 to 2147483647
          options: {delimiter: ";;"} | source.options.delimiter: found ';;'; allowed: one character, not a line break
          options: {delimiter: 1} | source.options.delimiter: found 1; allowed: one character, not a line break
          options: {quote: "\\n"} | source.options.quote: found '\\u000a'; allowed: one character, not a line break
          options: {escape: ""} | source.options.escape: found ''; allowed: one character, not a line break
          options: {delimiter: "'", quote: "'"} | source.options: found a delimiter that is also quote or escape; allowed: a delimiter of its own
          options: {encoding: UTF-9} | source.options.encoding: found 'UTF-9'; allowed: a character set that Java knows and that ASCII is a part of, such as UTF-8
          options: {encoding: UTF-16} | source.options.encoding: found 'UTF-16'; allowed: a character set that Java knows and that ASCII is a part of, such as UTF-8
          options: {null-value: null} | source.options.null-value: found null; allowed: a text, in quotes where it looks like something else
          options: {multi-line: yes} | source.options.multi-line: found yes; allowed: true or false
          options: {header: true} | source.options.header: found an unknown key; allowed: delimiter, quote, escape, encoding, null-value, multi-line, decimal, group
          options: none | source.options: found 'none'; allowed: a mapping of delimiter, quote, escape, encoding, null-value, multi-line, decimal, group
          timestamp-formats: yyyy | source.timestamp-formats: found 'yyyy'; allowed: a list of at least one value: a pattern of java.time's DateTimeFormatter that gives a whole date, such as yyyy-MM-dd HH:mm:ss
          timestamp-formats: [] | source.timestamp-formats: found an empty list; allowed: a list of at least one value: a pattern of java.time's DateTimeFormatter that gives a whole date, such as yyyy-MM-dd HH:mm:ss
          timestamp-formats: [yyyy-bb] | source.timestamp-formats: found 'yyyy-bb', which is no such pattern (Unknown pattern letter: b); allowed: a list of at least one value: a pattern of java.time's DateTimeFormatter that gives a whole date, such as yyyy-MM-dd HH:mm:ss
          date-formats: [yyyyMMdd, yyyyMMdd] | source.date-formats: found 'yyyyMMdd' twice; allowed: every value once
          date-formats: [[yyyy]] | source.date-formats: found a list; allowed: a list of at least one value: a pattern of java.time's DateTimeFormatter that gives a whole date, such as yyyy-MM-dd HH:mm:ss
          date-formats: [yyyy-mm-dd] | source.date-formats: found 'yyyy-mm-dd', which gives no month: mm is the minute; write yyyy-MM-dd; allowed: a list of at least one value: a pattern of java.time's DateTimeFormatter that gives a whole date, such as yyyy-MM-dd HH:mm:ss
          time-zone: Europe/Berlinn | source.time-zone: found 'Europe/Berlinn'; allowed: UTC, a region such as Europe/Berlin, or an offset such as +01:00 (short names such as EST, CST or IST mean several zones)
          time-zone: EST | source.time-zone: found 'EST'; allowed: UTC, a region such as Europe/Berlin, or an offset such as +01:00 (short names such as EST, CST or IST mean several zones)
          time-zone: CET | source.time-zone: found 'CET'; allowed: UTC, a region such as Europe/Berlin, or an offset such as +01:00 (short names such as EST, CST or IST mean several zones)
          time-zone: +25:00 | source.time-zone: found +25:00; allowed: UTC, a region such as Europe/Berlin, or an offset such as +01:00 (short names such as EST, CST or IST mean several zones)
          time-zone: "" | source.time-zone: found ''; allowed: UTC, a region such as Europe/Berlin, or an offset such as +01:00 (short names such as EST, CST or IST mean several zones)
          ambiguous-times: first | source.ambiguous-times: found 'first'; allowed: quarantine, earlier, later
          max-field-length: 1k | source.max-field-length: found '1k'; allowed: a whole number from 1 to 2147483647
          extra-columns: drop | source.extra-columns: found 'drop'; allowed: report, reject
          archive: 1 | source.archive: found 1; allowed: true or false
          personal: [c] | source.personal: found 'c'; allowed: a list: columns of the schema: a, b
          """)
  void refuses_what_a_key_of_source_may_not_be(String line, String finding) {
    folder.write("pipeline.yaml", yaml("  schema: " + SCHEMA + "\n  " + line));

    assertThat(folder.findingsAnywhere()).containsExactly("pipeline.yaml: " + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          options: {delimiter: ';'} | source.options.delimiter: found an unknown key; allowed: multi-line, records
          options: {records: data} | source.options: found records without multi-line; allowed: records where multi-line is true
          options: {multi-line: true, records: data..orders} | source.options.records: found 'data..orders'; allowed: names with dots between them, such as data.orders
          """)
  void refuses_what_json_has_no_option_for(String line, String finding) {
    folder.write("pipeline.yaml", yaml("  schema: " + SCHEMA + "\n  format: json\n  " + line));

    assertThat(folder.findingsAnywhere()).containsExactly("pipeline.yaml: " + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          csv | a ARRAY<STRING> | column 'a' of type ARRAY<STRING>; allowed: STRING, SMALLINT, INT, BIGINT, DECIMAL(p,s), FLOAT, DOUBLE, BOOLEAN, DATE, TIMESTAMP
          json | a STRUCT<b: ARRAY<BINARY>> | column 'a' of type STRUCT<b: ARRAY<BINARY>>; allowed: STRING, SMALLINT, INT, BIGINT, DECIMAL(p,s), FLOAT, DOUBLE, BOOLEAN, DATE, TIMESTAMP, and STRUCT, ARRAY and MAP of these
          json | a MAP<STRUCT<b: INT>, INT> | column 'a' of type MAP<STRUCT<b: INT>, INT>; allowed: STRING, SMALLINT, INT, BIGINT, DECIMAL(p,s), FLOAT, DOUBLE, BOOLEAN, DATE, TIMESTAMP, and STRUCT, ARRAY and MAP of these
          json | a ARRAY<STRUCT<b: INT, B: INT>> | column 'a' with 'B' twice in a STRUCT; allowed: every name once, whether in upper or lower case
          """)
  void refuses_what_a_format_has_no_values_for(String format, String column, String finding) {
    String schema = "\"%s, b INT\"".formatted(column);
    folder.write("pipeline.yaml", yaml("  format: " + format + "\n  schema: " + schema));

    assertThat(folder.findingsAnywhere())
        .containsExactly("pipeline.yaml: source.schema: found " + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          gate: {max-quarantined-ratio: 1.01} | gate.max-quarantined-ratio: found 1.01; allowed: a number from 0 to 1
          gate: {max-quarantined-ratio: .nan} | gate.max-quarantined-ratio: found .nan; allowed: a number from 0 to 1
          gate: {max-quarantined-ratio: 10%} | gate.max-quarantined-ratio: found '10%'; allowed: a number from 0 to 1
          gate: {min-rows: -1} | gate.min-rows: found -1; allowed: a whole number from 0
          gate: [] | gate: found an empty list; allowed: a mapping of max-quarantined-ratio, min-rows
          freshness: {warn-after: 3 hours} | freshness.error-after: found nothing; allowed: a duration, such as 30 seconds, 10 minutes, 3 hours, 90 days or 0
          freshness: {warn-after: 2 days, error-after: 24 hours} | freshness: found a warn-after longer than error-after; allowed: the same or shorter
          runs-keep: 90d | runs-keep: found '90d'; allowed: a duration, such as 30 seconds, 10 minutes, 3 hours, 90 days or 0
          runs-keep: 90 | runs-keep: found 90; allowed: a duration, such as 30 seconds, 10 minutes, 3 hours, 90 days or 0
          on-conflict: replace | on-conflict: found 'replace'; allowed: quarantine
          schedule: | schedule: found nothing; allowed: @hourly, @daily, @weekly, @monthly, @quarterly, @yearly, @once, a cron expression of 5 to 7 fields, or on-update
          schedule: "@hourli" | schedule: found '@hourli'; allowed: @hourly, @daily, @weekly, @monthly, @quarterly, @yearly, @once, a cron expression of 5 to 7 fields, or on-update
          schedule: every day | schedule: found 'every day'; allowed: @hourly, @daily, @weekly, @monthly, @quarterly, @yearly, @once, a cron expression of 5 to 7 fields, or on-update
          schedule: [] | schedule: found an empty list; allowed: a list of at least one value: @hourly, @daily, @weekly, @monthly, @quarterly, @yearly, @once, a cron expression of 5 to 7 fields, or on-update
          schedule: ["@daily", "@hourly"] | schedule: found a second time, '@hourly'; allowed: one time, and on-update
          schedule: on-update | schedule: found on-update, and no reference to another pipeline; allowed: a time, or a reference with pipeline and relation, whose updates it waits for
          schedule: ["@daily", on-update] | schedule: found on-update, and no reference to another pipeline; allowed: a time, or a reference with pipeline and relation, whose updates it waits for
          airflow: {tasks: two} | airflow.tasks: found 'two'; allowed: three, one
          airflow: {task: one} | airflow.task: found an unknown key (did you mean 'tasks'?); allowed: tasks
          schedul: "@daily" | schedul: found an unknown key (did you mean 'schedule'?); allowed: source, references, table, key, on-conflict, event-date, gate, freshness, runs-keep, schedule, airflow
          [a]: b | a list: found an unknown key; allowed: source, references, table, key, on-conflict, event-date, gate, freshness, runs-keep, schedule, airflow
          table: other | table: found the key twice; allowed: every key once
          schedule: ${WHEN} | schedule: found ${WHEN}, an environment variable that is not set; allowed: @hourly, @daily, @weekly, @monthly, @quarterly, @yearly, @once, a cron expression of 5 to 7 fields, or on-update
          """)
  void refuses_what_a_key_may_not_be(String line, String finding) {
    folder.write("pipeline.yaml", TestFolder.YAML + line);

    assertThat(folder.findingsAnywhere()).containsExactly("pipeline.yaml: " + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a STRING b | text that is no Spark DDL (Syntax error at or near 'b': extra input 'b'); allowed: columns such as 'id STRING NOT NULL, amount DECIMAL(18,2)'
          a NUMBER | text that is no Spark DDL (Unsupported data type "NUMBER"); allowed: columns such as 'id STRING NOT NULL, amount DECIMAL(18,2)'
          a DECIMAL(50,2) | text that is no Spark DDL (Decimal precision 50 exceeds max precision 38); allowed: columns such as 'id STRING NOT NULL, amount DECIMAL(18,2)'
          a STRING, b ARRAY<STRING> | column 'b' of type ARRAY<STRING>; allowed: STRING, SMALLINT, INT, BIGINT, DECIMAL(p,s), FLOAT, DOUBLE, BOOLEAN, DATE, TIMESTAMP
          a VARCHAR(5) | column 'a' of type VARCHAR(5); allowed: STRING, SMALLINT, INT, BIGINT, DECIMAL(p,s), FLOAT, DOUBLE, BOOLEAN, DATE, TIMESTAMP
          a STRING, A INT | column 'A' twice; allowed: every name once, whether in upper or lower case
          _file STRING | column '_file', which Sluice adds itself; allowed: any other name
          """)
  void refuses_a_schema(String ddl, String finding) {
    folder.write("pipeline.yaml", yaml("  schema: " + ddl));

    assertThat(folder.findingsAnywhere())
        .containsExactly("pipeline.yaml: source.schema: found " + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Sales | 'Sales'
          files | 'files'
          12 | 12
          [a] | a list
          """)
  void refuses_a_table(String table, String found) {
    folder.write("pipeline.yaml", TestFolder.YAML.replace("table: sales", "table: " + table));

    assertThat(folder.findingsAnywhere())
        .containsExactly(
            "pipeline.yaml: table: found "
                + found
                + "; allowed: a name of a-z, 0-9 and _ that starts with a letter, except source,"
                + " ids, files, quarantine, restatements, decisions");
  }

  @Test
  void names_every_missing_key() {
    folder.write("pipeline.yaml", "# nothing yet\n");

    assertThat(folder.findingsAnywhere())
        .containsExactly(
            "pipeline.yaml: source.schema: found nothing; allowed: a text that is not blank",
            "pipeline.yaml: table: found nothing; allowed: a name of a-z, 0-9 and _ that starts"
                + " with a letter, except source, ids, files, quarantine, restatements, decisions",
            "pipeline.yaml: key: found nothing; allowed: a list of at least one value: a text that"
                + " is not blank",
            "pipeline.yaml: event-date: found nothing; allowed: a text that is not blank");
  }

  @Test
  void says_where_yaml_is_broken() {
    folder.write("pipeline.yaml", "table: sales\nkey: [id\ngate: {}\n");

    assertThat(folder.findings())
        .containsExactly(
            "pipeline.yaml, line 3, column 5: cannot be read as YAML: expected ',' or ']', but got"
                + " :");
  }

  @Test
  void makes_no_objects_from_tags() {
    folder.write("pipeline.yaml", TestFolder.YAML + "schedule: !!java.net.URL ['http://x']\n");

    assertThat(folder.findings())
        .containsExactly(
            "pipeline.yaml, line 9, column 11: cannot be read as YAML: Global tag is not allowed:"
                + " tag:yaml.org,2002:java.net.URL");
  }

  @Test
  void says_that_the_file_is_missing() {
    folder.delete("pipeline.yaml");

    assertThat(folder.findings())
        .containsExactly("pipeline.yaml: found no such file; every pipeline needs it");
  }

  @Test
  void takes_values_from_the_environment() {
    folder.write(
        "pipeline.yaml",
        TestFolder.YAML
            + "gate: {max-quarantined-ratio: '${RATIO}', min-rows: '1${ZEROS}'}\n"
            + "schedule: 0 ${HOUR} * * ${DAY}\n");

    Pipeline pipeline =
        folder.load(Map.of("RATIO", "0.5", "ZEROS", "000", "HOUR", "4", "DAY", "$1"));

    assertThat(pipeline.gate()).isEqualTo(new GateLimits(0.5, 1000));
  }

  @Test
  void takes_what_is_for_airflow() {
    String reference =
        "references: {customers: {pipeline: crm, relation: customers, key: [customer_id]}}\n";
    for (String schedule :
        List.of("'@hourly'", "on-update", "['@hourly', on-update]", "0 4 * * 1", "['@daily']")) {
      folder.write(
          "pipeline.yaml",
          TestFolder.YAML + reference + "airflow: {tasks: one}\nschedule: " + schedule + "\n");
      assertThat(folder.load(Map.of()).references()).as(schedule).hasSize(1);
    }
  }

  private static String yaml(String source) {
    return "source:\n" + source + "\ntable: sales\nkey: [id]\nevent-date: sold_date\n";
  }
}
