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

  String text() {
    try {
      return MAPPER.writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Numbers stay numbers, records become objects; what JSON has no form for, such as a date,
   * becomes its text.
   */
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
    boolean isPlain =
        value instanceof Number || value instanceof Boolean || value instanceof Record;
    return value == null || isPlain ? value : value.toString();
  }
}
