// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import io.sluice.text.Escaped;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Check of a time pattern before anything is read with it: by a trial, and by its letters, since
 * one that swaps the month and the minute reads what it writes as well as another.
 *
 * @param needsTime whether the time of day matters, as in a TIMESTAMP
 * @param zone of times whose format has no zone
 */
public record PatternCheck(boolean needsTime, ZoneId zone) {
  /** The usual ones, known to be right: a trial would cost short runs a noticeable part. */
  private static final Set<String> USUAL = Set.of("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd");

  /** UTC as a text, which a format without a zone would take for the pipeline's zone. */
  private static final Pattern SAYS_UTC = Pattern.compile("' *(Z|UTC|GMT) *'");

  /** What is wrong and what to write instead, as what follows the pattern; empty if all is well. */
  public Optional<String> objection(String text) {
    if (USUAL.contains(text)) {
      return Optional.empty();
    }
    if (text.isBlank()) {
      return Optional.of("a blank text");
    }
    PatternRepair repair = new PatternRepair(text);
    Optional<ForeignPattern> foreign = ForeignPattern.of(text);
    boolean isForeign = foreign.filter(f -> f == ForeignPattern.STRFTIME).isPresent();
    Optional<String> fault = fault(text);
    if (fault.isEmpty() && repair.wrong().isEmpty() && !isForeign) {
      return saysUtc(text);
    }
    Optional<String> translated =
        foreign.map(f -> f.inJava(text)).filter(java -> isFine(java, text));
    if (translated.isPresent()) {
      return Optional.of("which " + foreign.get().description() + "; write " + translated.get());
    }
    Optional<String> letters = fault.isEmpty() ? repair.wrong() : repair.doubtful();
    String which =
        fault
            .filter(why -> !isForeign)
            .map(why -> "which " + why + letters.map(l -> ": " + l).orElse(""))
            .or(() -> letters.filter(l -> !isForeign).map(l -> "in which " + l))
            .orElseGet(() -> "which " + foreign.map(ForeignPattern::description).orElseThrow());
    return Optional.of(which + suggestion(text, repair).map(java -> "; write " + java).orElse(""));
  }

  private Optional<String> suggestion(String text, PatternRepair repair) {
    String unquoted =
        text.replaceAll("\"([^\"']*)\"", "'$1'").replaceAll("(?<!')\\b(UTC|GMT)\\b", "'$1'");
    return Stream.of(new PatternRepair(unquoted).repaired(), repair.repaired())
        .filter(java -> isFine(java, text))
        .findFirst();
  }

  private boolean isFine(String java, String text) {
    return !java.equals(text)
        && !ForeignPattern.STRFTIME.isLike(java)
        && fault(java).isEmpty()
        && new PatternRepair(java).wrong().isEmpty();
  }

  private Optional<String> fault(String text) {
    return new PatternTrial(new TimePattern(text), needsTime).fault();
  }

  private Optional<String> saysUtc(String text) {
    boolean isUtc = zone.normalized().equals(ZoneOffset.UTC);
    return Stream.of(text)
        .filter(pattern -> needsTime && !isUtc)
        .flatMap(pattern -> new TimePattern(pattern).parts().stream())
        .filter(part -> SAYS_UTC.matcher(part.text()).matches())
        .map(
            part ->
                "whose %s would be a time of source.time-zone %s; write %s for it"
                    .formatted(
                        part.text(),
                        Escaped.plain(zone.getId()),
                        part.text().contains("Z") ? "X" : "VV"))
        .findFirst();
  }
}
