// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.pipeline.Stage;
import java.util.List;

/**
 * The options of quality.
 *
 * @param stage which checks to run: those after the transformed table or after the aggregations
 */
public record QualityOptions(CommonOptions common, Stage stage) {

  private static final OptionSpec<Stage> STAGE =
      OptionSpec.withDefault(
          "stage",
          "STAGE",
          OptionType.oneOf(List.of(Stage.TRANSFORM, Stage.AGGREGATE)),
          "which checks to run: transform or aggregate",
          "aggregate");

  public static final Command<QualityOptions> COMMAND =
      new Command<>(
          "quality",
          "Checks what is published: reads the tables, writes the findings into the report.",
          "./sluice quality --pipeline transactions --stage aggregate",
          CommonOptions.and(STAGE),
          QualityOptions::read,
          QualityOptions::common,
          Summaries::checked);

  private static QualityOptions read(OptionValues values) {
    return new QualityOptions(CommonOptions.read(values), values.get(STAGE));
  }
}
