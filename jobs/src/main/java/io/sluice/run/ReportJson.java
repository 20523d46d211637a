// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the text of a report: fields in the order they are put, times in UTC. */
final class ReportJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  ReportJson put(String name, Object value) {
    fields.put(name, plain(value));
    return this;
  }

  ReportJson put(RunMetrics figures) {
    return put("batches", figures.batches())
        .put("files", fields(figures.files()))
        .put("rows_read", figures.rows().read())
        .put("rows_written", figures.rows().written())
        .put("rows_duplicate", figures.rows().duplicate())
        .put("rows_quarantined", figures.rows().quarantined())
        .put("rows_out", figures.rowsOut())
        .put("lines_ignored", figures.linesIgnored())
        .put("reasons", figures.reasons())
        .put("touched_dates", figures.touchedDates())
        .put("restated_dates", figures.restatedDates())
        .put("tables", tables(figures.tables()))
        .put("checks", figures.checks().stream().map(ReportJson::fields).toList());
  }

  String text() {
    try {
      return MAPPER.writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> fields(FileCounts files) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ingested", files.ingested());
    fields.put("rejected", files.rejected());
    fields.put("ignored", files.ignored());
    return fields;
  }

  private static Map<String, Object> tables(Map<String, TableFigures> tables) {
    Map<String, Object> all = new LinkedHashMap<>();
    tables.forEach(
        (relation, table) -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("version", table.version());
          fields.put("rows", table.rows());
          fields.put("bytes", table.bytes());
          all.put(relation, fields);
        });
    return all;
  }

  private static Map<String, Object> fields(CheckResult check) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", check.name());
    fields.put("severity", check.severity());
    fields.put("violations", check.violations());
    fields.put("sample", check.sample());
    return fields;
  }

  /** Numbers stay numbers; what JSON has no form for, such as a date, becomes its text. */
  private static Object plain(Object value) {
    if (value instanceof Optional<?> optional) {
      return plain(optional.orElse(null));
    }
    if (value instanceof Instant time) {
      return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, inner) -> plain.put(String.valueOf(key), plain(inner)));
      return plain;
    }
    if (value instanceof Collection<?> collection) {
      List<Object> plain = new ArrayList<>();
      collection.forEach(inner -> plain.add(plain(inner)));
      return plain;
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }
}
