// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.land.LandOutlook;
import io.sluice.land.LandPlans;
import io.sluice.problem.Problem;
import io.sluice.text.Counted;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Looks at the plans of {@code land}: can the last one be read, and do they go as far as what has
 * landed? Where they don't, the names of landed files say how far that is.
 */
record LandDoctor(DoctorView looked) {
  private static final String MENDED =
      "moves the plans aside; the names of landed files say how far topics are";

  List<Finding> look() {
    Path folder = LandPlans.of(looked.context()).files().folder();
    String where = looked.named(folder);
    Runnable repair = () -> looked.aside().move(folder);
    LandOutlook outlook;
    try {
      outlook = LandOutlook.of(looked.context());
    } catch (Problem e) {
      return List.of(
          Finding.mendable(
              where, "the last plan can't be read", "land goes on with none", MENDED, repair));
    }
    if (outlook.hasLostPlans()) {
      String what =
          "ends with plan %d, and files of plan %d have landed"
              .formatted(outlook.plan(), outlook.planOfFiles());
      return List.of(
          Finding.mendable(where, what, "their messages would land again", MENDED, repair));
    } else if (outlook.unfinished() > 0) {
      String what =
          "%s of plan %d hasn't landed"
              .formatted(Counted.of(outlook.unfinished(), "file"), outlook.plan());
      return List.of(
          Finding.warning(
              where,
              what,
              "the next land begins with it",
              "./sluice land --pipeline " + looked.pipeline().name()));
    }
    return List.of();
  }
}
