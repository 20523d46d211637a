// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.cli.Command;
import io.sluice.cli.CommandGroup;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Help;
import io.sluice.cli.LogFormat;
import io.sluice.cli.OptionValues;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.run.DataFolder;
import io.sluice.run.Opening;
import io.sluice.run.ProcessContext;
import io.sluice.run.Report;
import io.sluice.run.RunContext;
import io.sluice.run.RunId;
import io.sluice.run.StopSignal;
import io.sluice.storage.Storage;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
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
public record JobRunner(
    Map<String, String> environment, ProcessContext surroundings, PrintStream err) {
  /** Above the logger, which takes a while itself. */
  private static final ClassPreloader FIRST_CLASSES = new ClassPreloader();

  private static final Logger log = LogManager.getLogger(JobRunner.class);

  /**
   * Runs a job as a process of its own.
   *
   * @return the exit code
   */
  @SuppressWarnings("SystemConsoleNull") // Java 17 has none where the output is no terminal
  public static int run(Command command, String[] args) {
    Machine.overruleHabits();
    Map<String, String> environment = Encodings.environment();
    OptionValues values = command.values(environment, args);
    Encodings.unusable(Charset.defaultCharset()).ifPresent(values::problem);
    Encodings.ofJvm().garbled(List.of(args)).ifPresent(values::problem);
    Logging.configure(
        values.find(CommonOptions.LOG_FORMAT).orElse(LogFormat.TEXT),
        Logging.level(environment, values::problem));
    ProcessContext surroundings =
        new ProcessContext(
            new Storage(FIRST_CLASSES.finish()),
            StopSignal.ofProcess(),
            utf8(System.out),
            Clock.systemUTC(),
            System.console() != null,
            Places.cache(environment));
    return new JobRunner(environment, surroundings, utf8(System.err)).start(command, values);
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

  /**
   * Runs jobs one after the other within a run, under its run id, each with its own verdict, report
   * and outcome line. Stops at the first whose exit code isn't 0. The outer run's report sums them
   * up.
   *
   * @param options of the outer run
   * @return how the outer run ends
   */
  public static Outcome runWithin(RunContext outer, OptionValues options, List<Command> commands) {
    boolean anythingDone = false;
    for (Command command : commands) {
      Outcome outcome = runWithin(outer, options, command);
      if (outcome.exitCode() != 0) {
        return outcome;
      }
      anythingDone |= outcome == Outcome.SUCCEEDED;
    }
    return anythingDone ? Outcome.SUCCEEDED : Outcome.NOTHING_TO_DO;
  }

  private static Outcome runWithin(RunContext outer, OptionValues options, Command command) {
    ProcessContext surroundings = outer.surroundings();
    String job = command.jobName();
    Optional<String> pipeline = Optional.of(outer.pipeline().name());
    Report report = new Report(job, outer.runId(), pipeline, surroundings.clock().instant());
    ReportWriter reporting =
        new ReportWriter(outer.storage(), Optional.of(outer.data()), Optional.empty());
    Outcome outcome =
        new SingleRun(command, options, report, reporting, surroundings)
            .carryOut(
                new Opening(
                    outer.pipeline().folder().getParent(),
                    outer.pipeline().name(),
                    report,
                    surroundings,
                    Path::new,
                    () -> outer.within(report)));
    outer.report().include(report);
    if (outcome.exitCode() != 0) {
      report.message().ifPresent(message -> outer.report().message(job + ": " + message));
      report.nextStep().ifPresent(outer.report()::nextStep);
    }
    return outcome;
  }

  int start(Command command, OptionValues values) {
    if (values.askForHelp()) {
      surroundings.out().print(Help.of(command));
      return Outcome.SUCCEEDED.exitCode();
    }
    List<String> problems = command.problems(values);
    Instant now = surroundings.clock().instant();
    String runId = values.find(CommonOptions.RUN_ID).orElseGet(() -> RunId.madeUp(now));
    Report report = new Report(command.jobName(), runId, values.find(CommonOptions.PIPELINE), now);
    if (!problems.isEmpty()) {
      return refuse(command, values, problems, report).exitCode();
    }
    log.info("Run {} of {} starts with {}", runId, command.name(), values.effective());
    return carryOut(command, values, report).exitCode();
  }

  private Outcome refuse(
      Command command, OptionValues values, List<String> problems, Report report) {
    String help = "./sluice " + command.name() + " --help";
    problems.forEach(err::println);
    err.println("try " + help);
    report.message(String.join("\n", problems));
    report.nextStep(help);
    report.end(Outcome.INVALID, report.startedAt());
    reporting(Optional.empty(), values).publish(report);
    return Outcome.INVALID;
  }

  private Outcome carryOut(Command command, OptionValues values, Report report) {
    String name = values.get(CommonOptions.PIPELINE);
    Places places = new Places(surroundings.storage());
    Path sql = places.of(values.get(CommonOptions.SQL));
    DataFolder data = new DataFolder(new Path(places.of(values.get(CommonOptions.DATA)), name));
    List<Path> paths = new ArrayList<>(List.of(sql, data.root()));
    values.find(CommonOptions.REPORT).map(places::of).ifPresent(paths::add);
    Optional<RuntimeException> refusal = refusal(command, paths, data);
    ReportWriter reporting =
        reporting(
            Optional.of(data)
                .filter(known -> refusal.isEmpty() && command.usesData())
                .filter(known -> places.isClear(values.get(CommonOptions.DATA)))
                .filter(known -> isFolder(new Path(sql, name))),
            values);
    return new SingleRun(command, values, report, reporting, surroundings)
        .carryOut(
            new Opening(
                sql,
                name,
                report,
                surroundings,
                places::of,
                () -> {
                  if (refusal.isPresent()) {
                    throw refusal.get();
                  }
                  return context(command, values, report, sql, data);
                }));
  }

  /** The context of a run, with its pipeline. */
  private RunContext context(
      Command command, OptionValues values, Report report, Path sql, DataFolder data) {
    Pipeline pipeline =
        command
            .loading()
            .load(
                surroundings.storage(),
                sql,
                values.get(CommonOptions.PIPELINE),
                environment,
                Optional.of(data).filter(known -> values.isSaid(CommonOptions.DATA)));
    report.sqlHash(pipeline.sqlHash());
    if (command.usesData()) {
      new Places(surroundings.storage()).requireClear(values.get(CommonOptions.DATA));
      Encodings.ofJvm().requireNames(surroundings.storage(), data.landing());
    }
    DataFolder qualified = new DataFolder(surroundings.storage().qualify(data.root()));
    return new RunContext(report, pipeline, qualified, surroundings);
  }

  /** Returns why a command can't work where it is told to: then not even a report is left there. */
  private Optional<RuntimeException> refusal(Command command, List<Path> paths, DataFolder data) {
    try {
      new StorageCheck(surroundings.storage(), environment).require(command, paths, data);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  private ReportWriter reporting(Optional<DataFolder> data, OptionValues values) {
    Storage storage = surroundings.storage();
    return new ReportWriter(
        storage,
        data,
        values
            .find(CommonOptions.REPORT)
            .map(new Places(storage)::of)
            .filter(path -> storage.missing(path).isEmpty()));
  }

  /**
   * Returns whether the pipeline is known: a name that was mistyped gets no folder for its reports.
   */
  private boolean isFolder(Path path) {
    try {
      return surroundings.storage().status(path).filter(FileStatus::isDirectory).isPresent();
    } catch (UncheckedIOException e) {
      // Loading the pipeline meets the same trouble, and its message ends the run.
      log.debug("Cannot look for {}", path, e);
      return false;
    }
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true /* flush at line ends */, StandardCharsets.UTF_8);
  }
}
