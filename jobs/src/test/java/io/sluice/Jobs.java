package io.sluice;

import io.sluice.cli.AggregateOptions;
import io.sluice.cli.BackfillOptions;
import io.sluice.cli.DoctorOptions;
import io.sluice.cli.GenerateOptions;
import io.sluice.cli.InProcess;
import io.sluice.cli.MaintainOptions;
import io.sluice.cli.QualityOptions;
import io.sluice.cli.QueryOptions;
import io.sluice.cli.RunOptions;
import io.sluice.cli.StatusOptions;
import io.sluice.cli.TestOptions;
import io.sluice.cli.TransformOptions;
import io.sluice.cli.ValidateOptions;
import io.sluice.run.Surroundings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The jobs by the names that the launcher knows, run without ending the JVM. */
public final class Jobs {
  private Jobs() {}

  /**
   * @param job one word or two, such as {@code files list}
   * @return the exit code
   */
  public static int run(String job, Surroundings around, PrintStream err, String... args) {
    List<String> words = new ArrayList<>(List.of(job.split(" ")));
    String first = words.remove(0);
    words.addAll(List.of(args));
    String[] rest = words.toArray(String[]::new);
    return switch (first) {
      case "files" -> InProcess.run(FilesJob.COMMANDS, around, err, rest);
      case "quarantine" -> InProcess.run(QuarantineJob.COMMANDS, around, err, rest);
      case "generate" ->
          InProcess.run(GenerateOptions.COMMAND, GenerateJob::run, around, err, args);
      case "transform" ->
          InProcess.run(TransformOptions.COMMAND, TransformJob::run, around, err, args);
      case "backfill" ->
          InProcess.run(BackfillOptions.COMMAND, BackfillJob::run, around, err, rest);
      case "aggregate" ->
          InProcess.run(AggregateOptions.COMMAND, AggregateJob::run, around, err, args);
      case "quality" -> InProcess.run(QualityOptions.COMMAND, QualityJob::run, around, err, args);
      case "maintain" ->
          InProcess.run(MaintainOptions.COMMAND, MaintainJob::run, around, err, args);
      case "doctor" -> InProcess.run(DoctorOptions.COMMAND, DoctorJob::run, around, err, args);
      case "query" -> InProcess.run(QueryOptions.COMMAND, QueryJob::run, around, err, args);
      case "status" -> InProcess.run(StatusOptions.COMMAND, StatusJob::run, around, err, args);
      case "test" -> InProcess.run(TestOptions.COMMAND, TestJob::run, around, err, args);
      case "validate" ->
          InProcess.run(ValidateOptions.COMMAND, ValidateJob::run, around, err, args);
      case "run" -> InProcess.run(RunOptions.COMMAND, RunJob::run, around, err, args);
      default -> throw new IllegalArgumentException("no job " + job);
    };
  }
}
