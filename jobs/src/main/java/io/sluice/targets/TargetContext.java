// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

import io.sluice.pipeline.Export;
import io.sluice.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a target is told about the run that fills it.
 *
 * @param pipeline the name of the export's
 * @param environment which settings may come from
 * @param show prints lines
 */
public record TargetContext(
    String pipeline,
    Export export,
    Storage storage,
    Map<String, String> environment,
    Consumer<List<String>> show) {
  /** What messages call the export, such as {@code exports/daily.yaml}. */
  public String file() {
    return export.file();
  }
}
