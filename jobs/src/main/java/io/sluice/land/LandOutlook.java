// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.run.RunContext;
import io.sluice.text.Counted;
import java.util.List;

/**
 * Outlook on a run of {@code land}, found out from its plans and files alone: no broker is asked.
 *
 * @param plan the number of the last plan, 0 for none
 * @param unfinished how many of its files have not landed, as after a kill
 * @param planOfFiles the highest number of a plan that a file has landed of, 0 for none
 */
public record LandOutlook(long plan, int unfinished, long planOfFiles) {
  /**
   * Looks at the last plan, and at what has landed.
   *
   * @throws io.sluice.problem.Problem UNSAFE where the plan can't be read
   */
  public static LandOutlook of(RunContext context) {
    LandPlans plans = LandPlans.of(context);
    LandedFiles files = new LandedFiles(context);
    List<OffsetRange> planned = plans.last().map(LandPlan::files).orElse(List.of());
    return new LandOutlook(plans.lastNumber(), files.missing(planned).size(), files.lastPlan());
  }

  /** The verdict's word, if it ran now. */
  public String word() {
    return unfinished > 0 ? "RESUME" : "RUN";
  }

  /** The verdict's detail. */
  public String detail() {
    String open =
        unfinished > 0 ? "plan %d (%s), then ".formatted(plan, Counted.of(unfinished, "file")) : "";
    return open + "what the topics have by then, each message once";
  }

  /** Says whether files have landed of plans that aren't there: their messages would land again. */
  public boolean hasLostPlans() {
    return plan > 0 && planOfFiles > plan;
  }
}
