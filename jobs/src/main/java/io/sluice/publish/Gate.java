// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.relation.LedgerCounts;
import io.sluice.run.RecordCounts;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether a batch may be published, before any reader can see a row of it.
 *
 * @param maxQuarantinedRatio quarantined records over records read, at most
 * @param minRows batches with fewer records always pass
 * @param reason why a person overrode the ratio for this run, empty where none did
 */
public record Gate(double maxQuarantinedRatio, long minRows, String reason) {
  private static final int WORST = 3;

  /**
   * Lets a batch pass, or refuses it.
   *
   * @param rules the names of the pipeline's rules, which reasons have as their codes
   * @throws Problem GATE_FAILED, naming the worst files and reasons and what to do
   */
  public void require(
      String pipeline,
      Collection<String> rules,
      long batch,
      RecordCounts counts,
      List<LedgerCounts> entries,
      QuarantineReasons reasons) {
    if (passes(counts.read(), counts.quarantined())) {
      return;
    }
    List<LedgerCounts> worst =
        entries.stream()
            .filter(entry -> entry.quarantined() > 0)
            .sorted(Comparator.comparingLong(LedgerCounts::quarantined).reversed())
            .toList();
    throw new Problem(
        Outcome.GATE_FAILED,
        "Cannot publish batch %d: %d of its %d records are bad (%s), more than max-quarantined-ratio %s allows; nothing of it was published; worst files: %s; reasons: %s"
            .formatted(
                batch,
                counts.quarantined(),
                counts.read(),
                String.format(Locale.ROOT, "%.1f %%", 100.0 * counts.quarantined() / counts.read()),
                maxQuarantinedRatio,
                shown(worst),
                worstReasons(reasons)),
        "correct %s where it is wrong and rerun; or give up what is bad, and the rest of the batch goes through: %s; or let all of it pass: ./sluice transform --pipeline %s --max-quarantined-ratio %s --reason '…'"
            .formatted(
                causes(reasons, rules),
                rejections(pipeline, counts, worst),
                pipeline,
                ratioToPass(counts)));
  }

  /** The ratio is divided, not multiplied: 0.29 times 100 is a little less than 29 in binary. */
  private boolean passes(long read, long quarantined) {
    return read < minRows || quarantined == 0 || (double) quarantined / read <= maxQuarantinedRatio;
  }

  /** The commands that give up the worst files, as many as it takes, but no more than a few. */
  private String rejections(String pipeline, RecordCounts counts, List<LedgerCounts> worst) {
    List<String> commands = new ArrayList<>();
    long read = counts.read();
    long quarantined = counts.quarantined();
    for (LedgerCounts entry : worst) {
      if (passes(read, quarantined) || commands.size() == WORST) {
        break;
      }
      commands.add(
          "./sluice files reject %s --pipeline %s --reason '…'"
              .formatted(Escaped.argument(entry.delivery().path()), pipeline));
      read -= entry.read();
      quarantined -= entry.quarantined();
    }
    return String.join(", ", commands);
  }

  private static String shown(List<LedgerCounts> worst) {
    return worst.stream()
        .limit(WORST)
        .map(
            entry ->
                "%s (%d of %d)"
                    .formatted(
                        Escaped.plain(entry.delivery().path()), entry.quarantined(), entry.read()))
        .collect(Collectors.joining(", "));
  }

  private static String worstReasons(QuarantineReasons reasons) {
    return worst(reasons)
        .map(
            code ->
                "%s (%d, such as %s)"
                    .formatted(code, reasons.records().get(code), reasons.samples().get(code)))
        .collect(Collectors.joining(", "));
  }

  private static Stream<String> worst(QuarantineReasons reasons) {
    return reasons.records().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(WORST)
        .map(Map.Entry::getKey);
  }

  /** The places in the pipeline's folder that the worst reasons come from. */
  private static String causes(QuarantineReasons reasons, Collection<String> rules) {
    String causes =
        worst(reasons)
            .map(code -> cause(code, rules))
            .distinct()
            .collect(Collectors.joining(" or "));
    return causes.isEmpty() ? "the pipeline's folder" : causes;
  }

  private static String cause(String code, Collection<String> rules) {
    if (rules.contains(code)) {
      return "rules.sql";
    }
    return switch (code) {
      case "sql_error" -> "the SQL that fails";
      case "conflicting_duplicate" -> "key in pipeline.yaml";
      default -> "source in pipeline.yaml, its types and formats,";
    };
  }

  /** The smallest ratio, to two digits, that lets the batch pass. */
  private static double ratioToPass(RecordCounts counts) {
    return Math.min(1, Math.ceil(100.0 * counts.quarantined() / counts.read()) / 100);
  }
}
