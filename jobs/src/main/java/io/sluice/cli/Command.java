// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.run.PipelineLoading;
import io.sluice.run.Report;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A job as the command line knows it.
 *
 * @param name as it is typed, one word or two; the first names the job in reports
 * @param purpose one line: what it reads and what it writes
 * @param example one real command line
 * @param options in the order that help shows them
 * @param summary what the outcome line says about a run's figures
 * @param work what runs
 * @param check adds problems that no option has alone
 * @param usesData whether it works on the pipeline's data, and leaves its report there
 * @param isForPrograms whether its output is to be read by a program, so that nothing else may be
 *     on stdout
 * @param loading how its pipeline is loaded
 */
public record Command(
    String name,
    String purpose,
    String example,
    List<OptionSpec<?>> options,
    Function<Report, String> summary,
    Work work,
    Consumer<OptionValues> check,
    boolean usesData,
    Predicate<OptionValues> isForPrograms,
    PipelineLoading loading) {

  public Command {
    options = List.copyOf(options);
  }

  /** A command that works on the pipeline's data, and whose options are free of each other. */
  public Command(
      String name,
      String purpose,
      String example,
      List<OptionSpec<?>> options,
      Function<Report, String> summary,
      Job job) {
    this(
        name,
        purpose,
        example,
        options,
        summary,
        job,
        any -> {},
        true,
        any -> false,
        PipelineLoading.PLAIN);
  }

  /** A command that makes a pipeline's folder, and leaves nothing in the data folder. */
  public static Command making(
      String name, String purpose, String example, List<OptionSpec<?>> options, Work work) {
    return new Command(
        name,
        purpose,
        example,
        options,
        figures -> "",
        work,
        any -> {},
        false,
        any -> false,
        PipelineLoading.PLAIN);
  }

  /** The same where a list, or the run's message, says everything. */
  public Command(
      String name, String purpose, String example, List<OptionSpec<?>> options, Job job) {
    this(name, purpose, example, options, figures -> "", job);
  }

  /** The same command with a check of its options against each other. */
  public Command checking(Consumer<OptionValues> other) {
    return new Command(
        name, purpose, example, options, summary, work, other, usesData, isForPrograms, loading);
  }

  /** The same for a command that leaves nothing in the data folder, not even its report. */
  public Command withoutData() {
    return new Command(
        name, purpose, example, options, summary, work, check, false, isForPrograms, loading);
  }

  /** The same, whose outcome line goes to the log where a program reads its output. */
  public Command forPrograms(Predicate<OptionValues> where) {
    return new Command(
        name, purpose, example, options, summary, work, check, usesData, where, loading);
  }

  /** The same, whose pipeline is loaded in another way. */
  public Command loadedBy(PipelineLoading other) {
    return new Command(
        name, purpose, example, options, summary, work, check, usesData, isForPrograms, other);
  }

  /** The job's name in reports, such as {@code files}. */
  public String jobName() {
    return name.split(" ")[0];
  }

  /** Tells whether it holds a lease while it works: such a command can be told to wait for it. */
  public boolean writes() {
    return options.contains(CommonOptions.WAIT);
  }

  /** The values of a command line, not judged yet. */
  public OptionValues values(Map<String, String> environment, String... args) {
    return new OptionValues(options, Arguments.parse(name, options, args), environment);
  }

  /** Everything that is wrong with a command line; its values count only where nothing is. */
  public List<String> problems(OptionValues values) {
    check.accept(values);
    values.readAll();
    return values.problems();
  }
}
