// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.text.OneLine;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A setting of Spark's that has no such value, or too low a limit: read when it is first used. */
final class WrongSetting implements KnownCause {
  private static final List<Pattern> SAID =
      List.of(
          Pattern.compile("^'?(spark\\.[\\w.-]+)'? should be .+, but was .+"),
          Pattern.compile("The value '.*' in the config \"(spark\\.[\\w.-]+)\" is invalid"),
          Pattern.compile("Illegal value for config key (spark\\.[\\w.-]+): .*"),
          Pattern.compile("(spark\\.driver\\.maxResultSize)"));

  @Override
  public Optional<Problem> of(Failure failure) {
    return SAID.stream()
        .flatMap(pattern -> failure.match(cause -> true, pattern).stream())
        .findFirst()
        .map(
            found ->
                new Problem(
                    Outcome.INVALID,
                    "%s: the setting %s does not do: %s"
                        .formatted(
                            failure.what(), found.group(1), OneLine.of(failure.root().reason())),
                    "correct %s in spark-defaults.conf, SLUICE_SPARK_OPTS or --conf, then run the same command again"
                        .formatted(found.group(1))));
  }
}
