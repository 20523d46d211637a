// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Figures of a streaming query that a run has driven, over its micro-batches.
 *
 * @param name such as {@code transform}
 * @param batches how many micro-batches have ended
 * @param inputRows rows of its sources: what it is told of, not source records
 * @param startedAt when the first micro-batch began
 * @param endedAt when the last one ended
 * @param durationsMs per phase of a micro-batch, as Spark calls it, the milliseconds of all
 * @param states what each stateful operator held after the last micro-batch
 * @param rowsDropped rows that came after its watermark had passed
 * @param watermark the last, if it has one, as Spark writes it
 */
public record StreamFigures(
    String name,
    long batches,
    long inputRows,
    Instant startedAt,
    Instant endedAt,
    Map<String, Long> durationsMs,
    List<State> states,
    long rowsDropped,
    Optional<String> watermark) {

  /** The phase that is a whole micro-batch, from its start to its end. */
  public static final String WHOLE = "triggerExecution";

  private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1_000);

  /** What a stateful operator holds. */
  public record State(String operator, long rows, long memoryBytes) {
    private Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("operator", operator);
      fields.put("rows", rows);
      fields.put("memory_bytes", memoryBytes);
      return fields;
    }
  }

  /** These figures and those of later micro-batches of the same query. */
  StreamFigures plus(StreamFigures later) {
    Map<String, Long> durations = new TreeMap<>(durationsMs);
    later.durationsMs.forEach((phase, millis) -> durations.merge(phase, millis, Long::sum));
    return new StreamFigures(
        name,
        batches + later.batches,
        inputRows + later.inputRows,
        startedAt,
        later.endedAt,
        durations,
        later.states,
        rowsDropped + later.rowsDropped,
        later.watermark);
  }

  /** Fields in the report. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("batches", batches);
    fields.put("input_rows", inputRows);
    fields.put("input_rows_per_second", perSecond(Duration.between(startedAt, endedAt).toMillis()));
    fields.put("processed_rows_per_second", perSecond(durationsMs.getOrDefault(WHOLE, 0L)));
    fields.put("durations_ms", durationsMs);
    fields.put("state", states.stream().map(State::fields).toList());
    fields.put("rows_dropped", rowsDropped);
    fields.put("watermark", watermark);
    return fields;
  }

  /** To one digit after the point; empty where no time has passed. */
  private Optional<BigDecimal> perSecond(long millis) {
    return millis <= 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(inputRows)
                .multiply(MILLIS_PER_SECOND)
                .divide(BigDecimal.valueOf(millis), 1, RoundingMode.HALF_UP));
  }
}
