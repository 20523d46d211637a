// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.intake.Delivery;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Format;
import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.storage.Entry;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import io.sluice.transform.TransformOutlook;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * A file to preview.
 *
 * @param path where it is
 * @param delivery what {@code landing/} would have it as
 * @param title what to call it, such as {@code landing/shop-1.csv}
 * @param isNext whether a transform would read it, and no other before it
 */
record PreviewedFile(Path path, Delivery delivery, String title, boolean isNext) {
  /** Where archived files of a batch are, below the pipeline's data folder. */
  private static final Pattern ARCHIVED = Pattern.compile("archive/[0-9]+/(.+)", Pattern.DOTALL);

  private static final Pattern LANDED = Pattern.compile("landing/(.+)", Pattern.DOTALL);
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  /**
   * The file that a transform would read next.
   *
   * @throws Problem INVALID where there is none
   */
  static PreviewedFile next(RunContext context) {
    LogState state = ChangeLog.of(context).position().state();
    Landing landing = Landing.of(context);
    return TransformOutlook.of(context, Optional.empty(), state)
        .next()
        .map(file -> new PreviewedFile(landing.path(file), file, "landing/" + file.path(), true))
        .orElseThrow(() -> nothingWaits(context));
  }

  private static Problem nothingWaits(RunContext context) {
    boolean isKafka = context.pipeline().source().format().equals(Format.KAFKA);
    return Problem.invalid(
        "Cannot preview %s: no file waits in %s; %s, or name one with --file"
            .formatted(
                context.pipeline().name(),
                context.data().landing(),
                isKafka
                    ? "./sluice land --pipeline %s puts messages there"
                        .formatted(context.pipeline().name())
                    : "put one there"));
  }

  /**
   * The file that a person has named: a path or URI, else one in the pipeline's data folder, or in
   * its {@code landing/}.
   *
   * @throws Problem INVALID where there is no such file
   */
  static PreviewedFile named(RunContext context, String name) {
    for (Path path : places(context, name)) {
      Optional<Entry> entry = context.storage().entry(path);
      if (entry.isPresent()) {
        return found(context, path, entry.get());
      }
    }
    throw Problem.invalid(
        "Cannot preview %s: there is no such file%s, neither as a path nor in %s or its landing/; ./sluice files list --pipeline %s --all lists those of the pipeline"
            .formatted(
                Escaped.quoted(name),
                didYouMean(context, name),
                context.data().root(),
                context.pipeline().name()));
  }

  /** Of the files that are where the named one was looked for, the one whose name is nearest. */
  private static String didYouMean(RunContext context, String name) {
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    List<String> files =
        places(context, name).stream()
            .map(Path::getParent)
            .filter(Objects::nonNull)
            .flatMap(parent -> context.storage().entries(parent).stream())
            .filter(entry -> entry.kind() == Entry.Kind.FILE)
            .map(Entry::name)
            .toList();
    return Suggestions.near(name.substring(folder.length()), files)
        .map(near -> " (did you mean %s?)".formatted(Escaped.quoted(folder + near)))
        .orElse("");
  }

  private static PreviewedFile found(RunContext context, Path path, Entry entry) {
    if (entry.kind() == Entry.Kind.FOLDER) {
      throw Problem.invalid(
          "Cannot preview %s: it is a folder; name a file in it"
              .formatted(Escaped.plain("" + path)));
    }
    String below = belowData(context, path);
    String inLanding = part(LANDED, below).or(() -> part(ARCHIVED, below)).orElse(path.getName());
    return new PreviewedFile(
        path,
        new Delivery(inLanding, entry.size(), entry.modifiedAt()),
        below.isEmpty() ? path.toString() : below,
        false);
  }

  /** A path without a scheme is on this machine. */
  private static List<Path> places(RunContext context, String name) {
    try {
      if (SCHEME.matcher(name).matches()) {
        return List.of(new Path(name));
      }
      Path relative = new Path(null, null, name);
      return List.of(
          new Path(java.nio.file.Path.of(name).toAbsolutePath().normalize().toUri()),
          new Path(context.data().root(), relative),
          new Path(context.data().landing(), relative));
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
          "Cannot preview %s: it is no path and no URI".formatted(Escaped.quoted(name)));
    }
  }

  /** The path inside the pipeline's data folder; empty where it isn't there. */
  private static String belowData(RunContext context, Path path) {
    String root = context.storage().qualify(context.data().root()).toString() + "/";
    String whole = context.storage().qualify(path).toString();
    return whole.startsWith(root) ? whole.substring(root.length()) : "";
  }

  private static Optional<String> part(Pattern pattern, String path) {
    Matcher matcher = pattern.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
