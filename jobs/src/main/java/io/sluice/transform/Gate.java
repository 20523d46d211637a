package io.sluice.transform;

import io.sluice.change.Counts;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.problem.Shown;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Decides whether a batch may be published, before any reader can see a row of it.
 *
 * @param maxQuarantinedRatio quarantined records over records read, at most
 * @param minRows batches with fewer records always pass
 * @param reason why a person overrode the ratio for this run, empty where nobody did
 */
public record Gate(double maxQuarantinedRatio, long minRows, String reason) {
  private static final int WORST = 3;

  /**
   * @throws Problem GATE_FAILED, naming the worst files and reasons and what to do
   */
  void require(
      String pipeline,
      long batch,
      Counts counts,
      List<FileEntry> entries,
      Map<String, Long> reasons) {
    if (counts.read() < minRows
        || counts.quarantined() == 0
        || ratio(counts) <= maxQuarantinedRatio) {
      return;
    }
    String command = "./sluice transform --pipeline " + pipeline;
    throw new Problem(
        Outcome.GATE_FAILED,
        "Cannot publish batch %d: %d of its %d records are bad (%s), more than max-quarantined-ratio %s allows; nothing of it was published; worst files: %s; reasons: %s"
            .formatted(
                batch,
                counts.quarantined(),
                counts.read(),
                percent(counts.quarantined(), counts.read()),
                maxQuarantinedRatio,
                worstFiles(entries),
                worstReasons(reasons)),
        "correct rules.sql where it is wrong and rerun, or let this batch pass with %s --max-quarantined-ratio %s --reason '…'"
            .formatted(command, ratioToPass(counts)));
  }

  private static String worstFiles(List<FileEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.quarantined() > 0)
        .sorted(Comparator.comparingLong(FileEntry::quarantined).reversed())
        .limit(WORST)
        .map(
            entry ->
                "%s (%d of %d)"
                    .formatted(
                        Shown.plain(entry.delivery().path()), entry.quarantined(), entry.read()))
        .collect(Collectors.joining(", "));
  }

  private static String worstReasons(Map<String, Long> reasons) {
    return reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(WORST)
        .map(reason -> "%s (%d)".formatted(reason.getKey(), reason.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /** Divided, not multiplied: 0.29 times 100 is a little less than 29 in binary. */
  private static double ratio(Counts counts) {
    return (double) counts.quarantined() / counts.read();
  }

  /** The smallest ratio, to two digits, that lets the batch pass. */
  private static double ratioToPass(Counts counts) {
    return Math.min(1, Math.ceil(100.0 * counts.quarantined() / counts.read()) / 100);
  }
}
