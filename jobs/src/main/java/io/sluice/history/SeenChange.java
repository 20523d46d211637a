// SPDX-License-Identifier: Apache-2.0
package io.sluice.history;

import io.sluice.change.ChangeLog;
import io.sluice.run.RunId;
import java.util.regex.Pattern;

/**
 * The last change that a consumer has seen, as text {@code 57:run-id}.
 *
 * @param number the change's, 0 for none
 * @param runId the run that recorded it, which tells one log from another
 */
public record SeenChange(long number, String runId) {
  /** Somebody who has seen nothing yet; as text {@code start}. */
  public static final SeenChange NONE = new SeenChange(0, "");

  /** The texts that there are. */
  public static final Pattern TEXT = Pattern.compile("start|[1-9][0-9]{0,17}:" + RunId.ALLOWED);

  private static final String START = "start";

  /** The one that a text names, of those that {@link #TEXT} matches. */
  public static SeenChange of(String text) {
    if (text.equals(START)) {
      return NONE;
    }
    int colon = text.indexOf(':');
    return new SeenChange(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
  }

  /** The last change of a log. */
  static SeenChange lastOf(ChangeLog changes) {
    return changes
        .head()
        .map(change -> new SeenChange(change.number(), change.runId()))
        .orElse(NONE);
  }

  /** The same, or none where it is of another log: then nothing of this one was seen. */
  SeenChange in(ChangeLog changes) {
    boolean isKnown =
        number > 0
            && number <= changes.position().number()
            && changes.read(number).runId().equals(runId);
    return isKnown ? this : NONE;
  }

  @Override
  public String toString() {
    return number == 0 ? START : number + ":" + runId;
  }
}
