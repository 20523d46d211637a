// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.text.Json;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Plan of one batch of the generator, written before its first file: a repetition of the batch
 * makes the same files, regardless of its own options.
 *
 * @param first its first id
 * @param rows how many ids
 * @param files into how many files
 * @param start what {@code :start} is in generate.sql
 * @param badRatio the part of the rows that is deliberately bad
 */
record GeneratePlan(long first, long rows, int files, Instant start, double badRatio) {
  /** The ids of one file. */
  record Part(long first, long last) implements Serializable {
    /**
     * @param ending as the pipeline's format has it
     */
    String fileName(String pipeline, String ending) {
      return "%s-%012d-%012d.%s".formatted(pipeline, first, last, ending);
    }
  }

  /** The first id after this batch. */
  long next() {
    return first + rows;
  }

  /** The files, as even as can be. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    long from = first;
    for (int file = 1; file <= files; file++) {
      long to = first + Math.floorDiv(rows * file, (long) files);
      if (to > from) {
        parts.add(new Part(from, to - 1));
      }
      from = to;
    }
    return parts;
  }

  String json() {
    return Json.object()
            .put("first", first)
            .put("rows", rows)
            .put("files", files)
            .put("start", start.toString())
            .put("bad_ratio", badRatio)
        + "\n";
  }

  static GeneratePlan parse(String text) {
    try {
      JsonNode plan = Json.parse(text);
      return new GeneratePlan(
          plan.required("first").asLong(),
          plan.required("rows").asLong(),
          plan.required("files").asInt(),
          Instant.parse(plan.required("start").asText()),
          plan.required("bad_ratio").asDouble());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
