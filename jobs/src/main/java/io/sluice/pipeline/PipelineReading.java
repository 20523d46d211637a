// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** One reading of a pipeline's folder: what can be used of it, and the pipeline if that is all. */
public final class PipelineReading {
  private final PipelineLoader loader;

  private PipelineReading(PipelineLoader loader) {
    this.loader = loader;
  }

  /**
   * @param sqlRoot the folder that holds one folder per pipeline
   * @param environment what {@code ${NAME}} in a value of pipeline.yaml stands for
   * @throws io.sluice.problem.Problem (invalid) where there is no such folder
   */
  public static PipelineReading of(
      Storage storage, Path sqlRoot, String name, Map<String, String> environment) {
    Path folder = PipelineFolders.find(storage, sqlRoot, name);
    return new PipelineReading(new PipelineLoader(storage, folder, name, environment));
  }

  /**
   * What can be used of the folder, with everything that is wrong as far as that shows unresolved.
   */
  public PipelineDraft draft() {
    return loader.draft();
  }

  /**
   * The pipeline.
   *
   * @throws io.sluice.problem.Problem (invalid) that lists everything that is wrong with the
   *     folder, and what was added to the draft's findings
   */
  public Pipeline pipeline() {
    return loader.load();
  }
}
