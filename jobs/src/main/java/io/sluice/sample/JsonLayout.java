// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.column.ColumnName;
import io.sluice.pipeline.JsonOptions;
import io.sluice.sample.Sample.Remark;
import io.sluice.text.Counted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a JSON file has its records. */
record JsonLayout(JsonOptions options, Remark remark) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Names for what an answer of a service holds beside what is said about it. */
  private static final Set<String> ENVELOPES =
      Set.of(
          "data",
          "records",
          "record",
          "items",
          "results",
          "result",
          "rows",
          "values",
          "value",
          "hits",
          "features",
          "entries",
          "elements",
          "list",
          "content",
          "documents",
          "events",
          "daten",
          "ergebnisse");

  /** An array of objects somewhere within objects. */
  private record Found(List<String> path, int elements) {}

  static JsonLayout of(byte[] bytes, Optional<String> recordsPath) {
    if (recordsPath.isPresent()) {
      String path = recordsPath.get();
      return new JsonLayout(
          new JsonOptions(true, List.of(path.split("\\.", -1))),
          new Remark(path, "as --records says"));
    }
    String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "").strip();
    if (text.startsWith("[")) {
      return document(List.of(), "the file is one array");
    }
    List<String> first = text.lines().filter(line -> !line.isBlank()).limit(2).toList();
    boolean isLine = first.get(0).strip().endsWith("}") && isWhole(first.get(0));
    if (isLine && first.size() > 1) {
      return lines("each line is an object");
    }
    Scan scan = Scan.of(bytes);
    Optional<Found> array = scan.arrays.stream().max(Comparator.comparingInt(Found::elements));
    if (array.isPresent() && scan.seemsEnvelope(array.get())) {
      Found found = array.get();
      return document(
          found.path(),
          "the document holds an array of %s there, and else no id; without, it would be one record itself"
              .formatted(Counted.of(found.elements(), "object")));
    }
    return isLine
        ? lines("its one line is an object")
        : document(List.of(), "the file is one object");
  }

  private static JsonLayout lines(String why) {
    return new JsonLayout(new JsonOptions(false, List.of()), new Remark("a record a line", why));
  }

  private static JsonLayout document(List<String> path, String why) {
    String value = path.isEmpty() ? "true" : String.join(".", path);
    return new JsonLayout(new JsonOptions(true, path), new Remark(value, why));
  }

  private static boolean isWhole(String line) {
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** What is found in a document, as far as it goes: it may be cut off. */
  private static final class Scan {
    private final List<Found> arrays = new ArrayList<>();
    private boolean hasId;

    static Scan of(byte[] bytes) {
      Scan scan = new Scan();
      try (JsonParser parser = JSON.createParser(bytes)) {
        scan.read(parser);
      } catch (IOException e) {
        // what was found before counts
      }
      return scan;
    }

    private void read(JsonParser parser) throws IOException {
      Deque<String> path = new ArrayDeque<>();
      parser.nextToken();
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case FIELD_NAME -> path.addLast(parser.currentName());
          case START_ARRAY -> {
            array(parser, List.copyOf(path));
            path.removeLast();
          }
          case START_OBJECT -> {}
          case END_OBJECT -> path.pollLast();
          default -> {
            hasId |= path.size() == 1 && new ColumnName(path.getLast()).isId();
            path.removeLast();
          }
        }
      }
    }

    /** Goes through an array, and keeps it where its elements are objects. */
    private void array(JsonParser parser, List<String> path) throws IOException {
      int elements = 0;
      boolean areObjects = true;
      try {
        for (JsonToken token = parser.nextToken();
            token != JsonToken.END_ARRAY;
            token = parser.nextToken()) {
          areObjects &= token == JsonToken.START_OBJECT;
          elements++;
          parser.skipChildren();
        }
      } finally {
        if (areObjects && elements > 0 && path.stream().noneMatch(name -> name.contains("."))) {
          arrays.add(new Found(path, elements));
        }
      }
    }

    /** An object around records: it has no id of its own, or its array has a name for such. */
    boolean seemsEnvelope(Found array) {
      String name = array.path().get(array.path().size() - 1);
      return (!hasId && (array.elements() > 1 || ENVELOPES.contains(name)))
          || (hasId && ENVELOPES.contains(name) && arrays.size() == 1 && array.path().size() > 1);
    }
  }
}
