// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.intake.Delivery;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.relation.LedgerCounts;
import io.sluice.run.RecordCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final List<String> RULES = List.of("price_positive", "id_short");

  @Test
  void theLimitItselfPassesWhateverItsDigits() {
    for (int percent = 0; percent <= 100; percent++) {
      passes(new Gate(percent / 100.0, 0, ""), 100, percent);
    }
  }

  @Test
  void asManyBadRecordsAsAllowedPass() {
    passes(new Gate(0.1, 0, ""), 100, 10);
    passes(new Gate(0.5, 0, ""), 3, 1);
    passes(new Gate(0, 0, ""), 100, 0);
    passes(new Gate(1, 0, ""), 100, 100);
    passes(new Gate(0, 0, ""), 0, 0);
  }

  @Test
  void oneMoreDoesNot() {
    assertThat(problem(new Gate(0.1, 0, ""), 100, 11).outcome()).isEqualTo(Outcome.GATE_FAILED);
    assertThat(problem(new Gate(0, 0, ""), 1_000_000, 1).outcome()).isEqualTo(Outcome.GATE_FAILED);
  }

  @Test
  void smallBatchesAlwaysPass() {
    passes(new Gate(0, 100, ""), 99, 99);
    assertThat(problem(new Gate(0, 100, ""), 100, 1)).isNotNull();
  }

  @Test
  void duplicatesAreNotBad() {
    assertThatCode(
            () ->
                new Gate(0, 0, "")
                    .require(
                        "shop",
                        RULES,
                        7,
                        new RecordCounts(10, 1, 9, 0, 5),
                        List.of(),
                        QuarantineReasons.NONE))
        .doesNotThrowAnyException();
  }

  @Test
  void saysWhatIsWorstAndBothWaysOn() {
    List<LedgerCounts> entries =
        List.of(
            entry("good.csv", 700, 0),
            entry("c.csv", 100, 20),
            entry("a.csv", 100, 90),
            entry("b.csv", 50, 40),
            entry("d.csv", 50, 1));
    QuarantineReasons reasons =
        new QuarantineReasons(
            Map.of("price_type", 100L, "id_missing", 40L, "column_count", 10L, "other", 1L),
            Map.of(
                "price_type", "price: 'x' is no number",
                "id_missing", "id is missing",
                "column_count", "3 values, not 5",
                "other", "?"));

    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                new Gate(0.1, 100, "")
                    .require(
                        "shop",
                        RULES,
                        7,
                        new RecordCounts(1000, 849, 0, 151, 0),
                        entries,
                        reasons));

    assertThat(problem.outcome()).isEqualTo(Outcome.GATE_FAILED);
    assertThat(problem)
        .hasMessage(
            "Cannot publish batch 7: 151 of its 1000 records are bad (15.1 %), more than"
                + " max-quarantined-ratio 0.1 allows; nothing of it was published; worst files:"
                + " a.csv (90 of 100), b.csv (40 of 50), c.csv (20 of 100); reasons: price_type"
                + " (100, such as price: 'x' is no number), id_missing (40, such as id is missing),"
                + " column_count (10, such as 3 values, not 5)");
    assertThat(problem.nextStep())
        .isEqualTo(
            "correct source in pipeline.yaml, its types and formats, where it is wrong and rerun; or"
                + " give up what is bad, and the rest of the batch goes through: ./sluice files reject 'a.csv' --pipeline shop --reason"
                + " '…'; or let all of it pass: ./sluice transform --pipeline shop"
                + " --max-quarantined-ratio 0.16 --reason '…'");
  }

  @Test
  void namesThePlaceThatTheWorstReasonsComeFrom() {
    assertThat(advice("price_positive", 9L, "id_short", 3L)).startsWith("correct rules.sql where");
    assertThat(advice("price_type", 9L, "price_positive", 3L))
        .startsWith("correct source in pipeline.yaml, its types and formats, or rules.sql where");
    assertThat(advice("sql_error", 9L, "conflicting_duplicate", 3L))
        .startsWith("correct the SQL that fails or key in pipeline.yaml where");
  }

  private static String advice(String worst, long most, String next, long fewer) {
    QuarantineReasons reasons =
        new QuarantineReasons(
            Map.of(worst, most, next, fewer), Map.of(worst, "it is so", next, "it is so too"));
    return catchThrowableOfType(
            Problem.class,
            () ->
                new Gate(0, 0, "")
                    .require(
                        "shop",
                        RULES,
                        7,
                        new RecordCounts(12, 0, 0, 12, 0),
                        List.of(entry("a.csv", 12, 12)),
                        reasons))
        .nextStep();
  }

  @Test
  void namesAsManyFilesAsItTakes() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                new Gate(0.1, 10, "")
                    .require(
                        "shop",
                        RULES,
                        7,
                        new RecordCounts(300, 160, 0, 140, 0),
                        List.of(
                            entry("it's.csv", 100, 60),
                            entry("b.csv", 100, 70),
                            entry("c.csv", 100, 10)),
                        QuarantineReasons.NONE));

    assertThat(problem.nextStep())
        .contains(
            ": ./sluice files reject 'b.csv' --pipeline shop --reason '…', ./sluice files reject"
                + " 'it'\\''s.csv' --pipeline shop --reason '…'; or ");
  }

  private static void passes(Gate gate, long read, long quarantined) {
    assertThatCode(() -> require(gate, read, quarantined)).doesNotThrowAnyException();
  }

  private static Problem problem(Gate gate, long read, long quarantined) {
    return catchThrowableOfType(Problem.class, () -> require(gate, read, quarantined));
  }

  private static void require(Gate gate, long read, long quarantined) {
    gate.require(
        "shop",
        RULES,
        7,
        new RecordCounts(read, read - quarantined, 0, quarantined, 0),
        List.of(entry("a.csv", read, quarantined)),
        new QuarantineReasons(
            Map.of("price_type", quarantined), Map.of("price_type", "price is no number")));
  }

  private static LedgerCounts entry(String file, long read, long quarantined) {
    return new LedgerCounts(
        new Delivery(file, 1, Instant.EPOCH),
        "",
        read,
        read - quarantined,
        0,
        quarantined,
        0,
        0,
        new TreeMap<>());
  }
}
