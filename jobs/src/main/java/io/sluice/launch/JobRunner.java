// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Help;
import io.sluice.cli.Job;
import io.sluice.cli.LogFormat;
import io.sluice.cli.OptionValues;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.run.DataFolder;
import io.sluice.run.ProcessContext;
import io.sluice.run.Report;
import io.sluice.run.RunContext;
import io.sluice.run.RunId;
import io.sluice.run.StopSignal;
import io.sluice.storage.Storage;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Runs jobs: from a command line to an exit code. Whatever happens in between ends in a report and
 * in one outcome line on stdout; only the mains call {@code System.exit}.
 */
public final class JobRunner {
  /** Above the logger, which takes a while itself. */
  private static final ClassPreloader FIRST_CLASSES = ClassPreloader.begin();

  private static final Logger LOG = LogManager.getLogger(JobRunner.class);

  private final Map<String, String> environment;
  private final ProcessContext surroundings;
  private final PrintStream err;

  JobRunner(Map<String, String> environment, ProcessContext surroundings, PrintStream err) {
    this.environment = environment;
    this.surroundings = surroundings;
    this.err = err;
  }

  /**
   * Runs a job as a process of its own.
   *
   * @return the exit code
   */
  public static <O> int run(Command<O> command, String[] args, Job<O> job) {
    OptionValues values = command.values(System.getenv(), args);
    Logging.configure(values.find(CommonOptions.LOG_FORMAT).orElse(LogFormat.TEXT));
    ProcessContext surroundings =
        new ProcessContext(
            new Storage(FIRST_CLASSES.finish()),
            StopSignal.ofProcess(),
            utf8(System.out),
            Clock.systemUTC());
    return new JobRunner(System.getenv(), surroundings, utf8(System.err))
        .start(command, values, job);
  }

  /**
   * Runs one command of a group as a process of its own.
   *
   * @return the exit code
   */
  public static int run(CommandGroup group, String[] args) {
    return group
        .find(args)
        .map(each -> run(each, Arrays.copyOfRange(args, 1, args.length)))
        .orElseGet(() -> group.explain(utf8(System.out), utf8(System.err), args).exitCode());
  }

  private static <O> int run(CommandGroup.Member<O> member, String[] args) {
    return run(member.command(), args, member.job());
  }

  /**
   * Runs jobs one after the other within a run, under its run id, each with its own verdict, report
   * and outcome line. Stops at the first whose exit code isn't 0. The outer run's report sums them
   * up.
   *
   * @return how the outer run ends
   */
  public static Outcome runWithin(RunContext outer, List<Step<?>> steps) {
    boolean anythingDone = false;
    for (Step<?> step : steps) {
      Outcome outcome = runWithin(outer, step);
      if (outcome.exitCode() != 0) {
        return outcome;
      }
      anythingDone |= outcome == Outcome.SUCCEEDED;
    }
    return anythingDone ? Outcome.SUCCEEDED : Outcome.NOTHING_TO_DO;
  }

  private static <O> Outcome runWithin(RunContext outer, Step<O> step) {
    ProcessContext surroundings = outer.surroundings();
    String job = step.command().job();
    Report report =
        new Report(
            job,
            outer.runId(),
            Optional.of(outer.pipeline().name()),
            surroundings.clock().instant());
    ReportWriter reporting =
        new ReportWriter(outer.storage(), Optional.of(outer.data()), Optional.empty());
    Outcome outcome =
        new SingleRun<>(step, report, reporting, surroundings).carryOut(() -> outer.within(report));
    outer.report().include(report);
    if (outcome.exitCode() != 0) {
      report.message().ifPresent(message -> outer.report().message(job + ": " + message));
      report.nextStep().ifPresent(outer.report()::nextStep);
    }
    return outcome;
  }

  <O> int start(Command<O> command, OptionValues values, Job<O> job) {
    if (values.askForHelp()) {
      surroundings.out().print(Help.of(command));
      return Outcome.SUCCEEDED.exitCode();
    }
    O options = command.reader().apply(values);
    if (!values.problems().isEmpty()) {
      return refuse(command, values).exitCode();
    }
    CommonOptions common = command.common().apply(options);
    LOG.info("Run {} of {} starts with {}", common.runId(), command.name(), values.effective());
    return carryOut(new Step<>(command, options, job), common).exitCode();
  }

  private Outcome refuse(Command<?> command, OptionValues values) {
    String help = "./sluice " + command.name() + " --help";
    values.problems().forEach(err::println);
    err.println("try " + help);
    Instant now = surroundings.clock().instant();
    Report report =
        new Report(
            command.job(),
            values.find(CommonOptions.RUN_ID).orElseGet(() -> RunId.madeUp(now)),
            values.find(CommonOptions.PIPELINE),
            now);
    report.message(String.join("\n", values.problems()));
    report.nextStep(help);
    report.end(Outcome.INVALID, now);
    reporting(Optional.empty(), values.find(CommonOptions.REPORT)).publish(report);
    return Outcome.INVALID;
  }

  private <O> Outcome carryOut(Step<O> step, CommonOptions common) {
    Path sql = new Path(common.sql());
    DataFolder data = new DataFolder(new Path(common.data(), common.pipeline()));
    Report report =
        new Report(
            step.command().job(),
            common.runId(),
            Optional.of(common.pipeline()),
            surroundings.clock().instant());
    ReportWriter reporting =
        reporting(
            Optional.of(data)
                .filter(known -> step.command().usesData())
                .filter(known -> isFolder(new Path(sql, common.pipeline()))),
            common.report());
    return new SingleRun<>(step, report, reporting, surroundings)
        .carryOut(
            () -> {
              Pipeline pipeline =
                  Pipeline.load(surroundings.storage(), sql, common.pipeline(), environment);
              report.sqlHash(pipeline.sqlHash());
              DataFolder qualified = new DataFolder(surroundings.storage().qualify(data.root()));
              return new RunContext(report, pipeline, qualified, surroundings);
            });
  }

  private ReportWriter reporting(Optional<DataFolder> data, Optional<String> copy) {
    return new ReportWriter(surroundings.storage(), data, copy.map(Path::new));
  }

  /** Whether the pipeline is known: a name that was mistyped gets no folder for its reports. */
  private boolean isFolder(Path path) {
    try {
      return surroundings.storage().status(path).filter(FileStatus::isDirectory).isPresent();
    } catch (UncheckedIOException e) {
      // Loading the pipeline meets the same trouble, and its message ends the run.
      LOG.debug("Cannot look for {}", path, e);
      return false;
    }
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true /* flush at line ends */, StandardCharsets.UTF_8);
  }
}
