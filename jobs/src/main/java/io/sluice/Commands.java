// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import java.util.List;

/**
 * All commands, in the order that the launcher's help shows them. A test holds launcher and
 * documentation against this list.
 */
public final class Commands {
  public static final List<Command> OF_ONE_WORD =
      List.of(
          GenerateJob.COMMAND,
          TransformJob.COMMAND,
          AggregateJob.COMMAND,
          QualityJob.COMMAND,
          RunJob.COMMAND,
          BackfillJob.COMMAND,
          MaintainJob.COMMAND,
          StatusJob.COMMAND,
          DoctorJob.COMMAND,
          QueryJob.COMMAND,
          TestJob.COMMAND,
          ValidateJob.COMMAND);

  public static final List<CommandGroup> GROUPS =
      List.of(FilesJob.COMMANDS, QuarantineJob.COMMANDS);

  private Commands() {}
}
