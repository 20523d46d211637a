// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.run.RunMetrics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the command line knows about one job.
 *
 * @param name as it is typed, one word or two; the first names the job in reports
 * @param purpose one line: what it reads and what it writes
 * @param example one real command line
 * @param options in the order that help shows them
 * @param reader values to options
 * @param common the options that every job has
 * @param summary what the outcome line says about a run's figures
 * @param usesData whether it works on the pipeline's data, and leaves its report there
 * @param isForPrograms whether its output is to be read by a program, so that nothing else may
 *     stand on stdout
 */
public record Command<O>(
    String name,
    String purpose,
    String example,
    List<OptionSpec<?>> options,
    Function<OptionValues, O> reader,
    Function<O, CommonOptions> common,
    Function<RunMetrics, String> summary,
    boolean usesData,
    Predicate<O> isForPrograms) {

  public Command {
    options = List.copyOf(options);
  }

  /** A command that works on the pipeline's data. */
  public Command(
      String name,
      String purpose,
      String example,
      List<OptionSpec<?>> options,
      Function<OptionValues, O> reader,
      Function<O, CommonOptions> common,
      Function<RunMetrics, String> summary) {
    this(
        name,
        purpose,
        example,
        options,
        reader,
        common,
        summary,
        true /* usesData */,
        none -> false);
  }

  /** The same for a command that leaves nothing in the data folder, not even its report. */
  public Command<O> withoutData() {
    return new Command<>(
        name, purpose, example, options, reader, common, summary, false, isForPrograms);
  }

  /** The same, whose outcome line goes to the log where a program reads its output. */
  public Command<O> forPrograms(Predicate<O> where) {
    return new Command<>(name, purpose, example, options, reader, common, summary, usesData, where);
  }

  /** The job's name in reports, such as {@code files}. */
  public String job() {
    return name.split(" ")[0];
  }

  /** The values of a command line; {@code problems} says whether they count. */
  public OptionValues values(Map<String, String> environment, String... args) {
    return new OptionValues(options, Arguments.parse(name, options, args), environment);
  }
}
