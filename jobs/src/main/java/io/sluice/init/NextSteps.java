// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import io.sluice.text.Escaped;
import java.util.List;

/**
 * The commands that come after a folder was made, to be pasted.
 *
 * @param options what was said on the command line about places, such as {@code " --sql my/sql"}
 * @param data where the data is
 */
public record NextSteps(String options, String data) {
  List<String> lines(String pipeline, String sample) {
    String end = " --pipeline " + pipeline + options;
    String landing = argument(data + "/" + pipeline + "/landing");
    return List.of(
        "./sluice validate" + end,
        "./sluice test" + end,
        "mkdir -p %s && cp %s %s/".formatted(landing, argument(sample), landing),
        "./sluice run" + end);
  }

  /** A word as a shell takes it. */
  public static String argument(String word) {
    return word.matches("[A-Za-z0-9_./:@%+=-]+") ? word : Escaped.argument(word);
  }
}
