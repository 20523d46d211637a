// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import java.util.List;

/**
 * All commands, in the order of the launcher's help. A new job is a class with a main, and a line
 * here; a test names the other places that have to know it.
 */
public final class Commands {
  public static final List<CommandGroup> GROUPS =
      List.of(FilesJob.COMMANDS, QuarantineJob.COMMANDS, CheckpointJob.COMMANDS);

  public static final List<Command> ALL =
      List.of(
          GenerateJob.COMMAND,
          LandJob.COMMAND,
          TransformJob.COMMAND,
          AggregateJob.COMMAND,
          QualityJob.COMMAND,
          RunJob.COMMAND,
          ExportJob.COMMAND,
          BackfillJob.COMMAND,
          MaintainJob.COMMAND,
          StatusJob.COMMAND,
          DoctorJob.COMMAND,
          QueryJob.COMMAND,
          ExplainJob.COMMAND,
          FilesJob.LIST,
          FilesJob.RETRY,
          FilesJob.REJECT,
          FilesJob.ACCEPT,
          QuarantineJob.LIST,
          QuarantineJob.SHOW,
          QuarantineJob.REPLAY,
          QuarantineJob.DISCARD,
          CheckpointJob.SHOW,
          InitJob.COMMAND,
          PreviewJob.COMMAND,
          TestJob.COMMAND,
          ValidateJob.COMMAND);

  private Commands() {}
}
