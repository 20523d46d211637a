// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.AggregateOptions;
import io.sluice.cli.BackfillOptions;
import io.sluice.cli.CommandGroup;
import io.sluice.cli.CommandGroup.Member;
import io.sluice.cli.DoctorOptions;
import io.sluice.cli.GenerateOptions;
import io.sluice.cli.MaintainOptions;
import io.sluice.cli.QualityOptions;
import io.sluice.cli.QueryOptions;
import io.sluice.cli.RunOptions;
import io.sluice.cli.StatusOptions;
import io.sluice.cli.TestOptions;
import io.sluice.cli.TransformOptions;
import io.sluice.cli.ValidateOptions;
import io.sluice.launch.InProcess;
import io.sluice.run.ProcessContext;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jobs by the names that the launcher knows, run without ending the JVM. */
public final class Jobs {
  private static final Map<String, Member<?>> OF_ONE_WORD =
      Stream.<Member<?>>of(
              new Member<>(GenerateOptions.COMMAND, GenerateJob::run),
              new Member<>(TransformOptions.COMMAND, TransformJob::run),
              new Member<>(BackfillOptions.COMMAND, BackfillJob::run),
              new Member<>(AggregateOptions.COMMAND, AggregateJob::run),
              new Member<>(QualityOptions.COMMAND, QualityJob::run),
              new Member<>(MaintainOptions.COMMAND, MaintainJob::run),
              new Member<>(DoctorOptions.COMMAND, DoctorJob::run),
              new Member<>(QueryOptions.COMMAND, QueryJob::run),
              new Member<>(StatusOptions.COMMAND, StatusJob::run),
              new Member<>(TestOptions.COMMAND, TestJob::run),
              new Member<>(ValidateOptions.COMMAND, ValidateJob::run),
              new Member<>(RunOptions.COMMAND, RunJob::run))
          .collect(Collectors.toMap(each -> each.command().name(), Function.identity()));

  private static final Map<String, CommandGroup> GROUPS =
      Map.of("files", FilesJob.COMMANDS, "quarantine", QuarantineJob.COMMANDS);

  private Jobs() {}

  /**
   * @param job one word or two, such as {@code files list}
   * @return the exit code
   */
  public static int run(String job, ProcessContext around, PrintStream err, String... args) {
    List<String> words = new ArrayList<>(List.of(job.split(" ")));
    String first = words.remove(0);
    words.addAll(List.of(args));
    String[] rest = words.toArray(String[]::new);
    return GROUPS.containsKey(first)
        ? InProcess.run(GROUPS.get(first), around, err, rest)
        : InProcess.run(single(first), around, err, rest);
  }

  /**
   * What is wrong with a command line, found out without running it.
   *
   * @param words what follows the launcher's name
   */
  public static List<String> problems(List<String> words) {
    String[] rest = words.stream().skip(1).toArray(String[]::new);
    return GROUPS.containsKey(words.get(0))
        ? InProcess.problems(GROUPS.get(words.get(0)), rest)
        : InProcess.problems(single(words.get(0)), rest);
  }

  private static Member<?> single(String job) {
    return Optional.<Member<?>>ofNullable(OF_ONE_WORD.get(job))
        .orElseThrow(() -> new IllegalArgumentException("no job " + job));
  }
}
