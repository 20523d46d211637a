// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flag;
import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionType.text;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.inspect.CheckpointShow;
import io.sluice.launch.JobRunner;
import java.util.List;

/**
 * Shows the checkpoints of a pipeline's streams: how far they are, what is damaged, and what that
 * means. It writes nothing, takes no lease and needs no Spark session.
 *
 * <pre>./sluice checkpoint show --pipeline transactions --checkpoint transform</pre>
 */
public final class CheckpointJob {
  static final OptionSpec<String> CHECKPOINT =
      optional("checkpoint", "NAME", text(200), "only this one, such as transform", "all");
  static final OptionSpec<Boolean> JSON =
      flag("json", "the same as one JSON object, and nothing else on stdout");

  public static final Command SHOW =
      new Command(
              "checkpoint show",
              "Shows where the pipeline's streams stand, by their checkpoints; it writes nothing.",
              "./sluice checkpoint show --pipeline transactions --checkpoint transform",
              CommonOptions.and(CHECKPOINT, JSON),
              (options, context) ->
                  new CheckpointShow(context, options.find(CHECKPOINT), options.get(JSON)).run())
          .withoutData()
          .forPrograms(options -> options.get(JSON));

  public static final CommandGroup COMMANDS =
      new CommandGroup(
          "checkpoint", "Shows the checkpoints of a pipeline's streams.", List.of(SHOW));

  private CheckpointJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMANDS, args));
  }
}
