// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import io.sluice.format.SourceFormats;
import io.sluice.guess.PipelineGuess;
import io.sluice.guess.PipelineGuesser;
import io.sluice.guess.Wishes;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.run.Opening;
import io.sluice.run.PipelineLoading;
import io.sluice.sample.Sample;
import io.sluice.sample.SampleProblems;
import io.sluice.sample.SampleReaders;
import io.sluice.storage.Storage;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a pipeline's folder from a sample: reads it, guesses, writes, and says what was guessed.
 *
 * @param check looks at a pipeline's folder as validate does, without rows
 */
public record InitRun(Opening opening, PipelineLoading check, Wishes wishes) {

  /**
   * Makes the folder.
   *
   * @param given the sample's path, as it was typed
   * @param nextSteps ends of the commands that come next
   * @throws Problem INVALID where there is such a folder, or nothing can be made of the sample
   */
  public Outcome run(String given, NextSteps nextSteps) {
    Storage storage = opening.surroundings().storage();
    opening.report().doing("looked for the folder of pipelines");
    NewFolder folder = NewFolder.of(storage, opening.sql(), opening.name());
    opening.report().doing("read the sample");
    org.apache.hadoop.fs.Path named = opening.places().apply(given);
    org.apache.hadoop.fs.Path file = SampleReaders.found(storage, named);
    Sample sample = SampleReaders.read(storage, file, wishes.records());
    opening.report().doing("guessed what the sample holds");
    PipelineGuess guess =
        new PipelineGuesser(
                opening.name(),
                named.getName(),
                sample,
                wishes,
                opening.surroundings().clock().instant())
            .guess();
    if (sample.isWhole()) {
      requireReadable(storage, file, guess);
    }
    Map<String, byte[]> files = FolderFiles.of(guess);
    opening.report().doing("wrote the folder");
    folder.write(files, root -> requireValid(storage, root, file));
    say(guess, folder, files, nextSteps.lines(opening.name(), given));
    return Outcome.SUCCEEDED;
  }

  private static void requireReadable(
      Storage storage, org.apache.hadoop.fs.Path file, PipelineGuess guess) {
    Optional<String> rejection = SourceFormats.of(guess.source()).rejection(storage, file);
    if (rejection.isPresent()) {
      throw new SampleProblems(file).rejected(rejection.get());
    }
  }

  private void requireValid(Storage storage, Path root, org.apache.hadoop.fs.Path file) {
    try {
      check.load(
          storage,
          new org.apache.hadoop.fs.Path(root.toUri()),
          opening.name(),
          Map.of(),
          Optional.empty());
    } catch (Problem e) {
      throw Problem.invalid(
              "Cannot make a pipeline from %s: what was guessed doesn't fit together, which is a mistake of init; write the folder by hand, as docs/pipelines.md has it, and report this: %s"
                  .formatted(Escaped.plain(file.getName()), e.getMessage()))
          .causedBy(e);
    }
  }

  private void say(
      PipelineGuess guess, NewFolder folder, Map<String, byte[]> files, List<String> next) {
    GuessReport report = new GuessReport(guess);
    opening.verdict(
        "INIT",
        "%s from %s: %s".formatted(guess.name(), Escaped.plain(guess.file()), guess.records()));
    report.lines().forEach(this::print);
    print("");
    print("written to %s:".formatted(folder.path()));
    files.keySet().forEach(file -> print("  " + file));
    print("");
    int checks = report.checks();
    print(
        checks == 0
            ? "The comments in pipeline.yaml say more. Next:"
            : "Look at what pipeline.yaml marks with CHECK. Then:");
    next.forEach(line -> print("  " + line));
    opening.report().message("%s in %s".formatted(Counted.of(files.size(), "file"), folder.path()));
  }

  private void print(String line) {
    opening.surroundings().out().println(Escaped.escaped(line));
  }
}
