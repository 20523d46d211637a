// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;

/**
 * Shows the state of a pipeline. It changes nothing, takes no lease and starts no session.
 *
 * @param json whether a program is to read it
 */
public record StatusRun(RunContext context, boolean json) {
  /**
   * @throws io.sluice.problem.Problem UNSAFE, after showing what is known, where the change log
   *     can't be read; what else is wrong is shown, and no reason to fail
   */
  public Outcome run() {
    context.doing("worked out the state of the pipeline");
    Status status = Status.of(context);
    if (json) {
      context.print(StatusJson.of(status).toPrettyString() + "\n");
    } else {
      context.show(new StatusText(status).lines());
    }
    if (status.log().isEmpty()) {
      throw status.unsafe().orElseThrow();
    }
    status.unsafe().ifPresent(problem -> context.report().message("unsafe, see above"));
    return Outcome.SUCCEEDED;
  }
}
