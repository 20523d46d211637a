// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.pipeline.Pipeline;
import io.sluice.storage.Storage;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** A way to load a pipeline before a job works on it. */
@FunctionalInterface
public interface PipelineLoading {
  /** Reads the folder, and looks at nothing else. */
  PipelineLoading PLAIN =
      (storage, sql, name, environment, data) -> Pipeline.load(storage, sql, name, environment);

  /**
   * @param sql holds one folder per pipeline
   * @param environment what {@code ${NAME}} in a value of pipeline.yaml stands for
   * @param data where the pipeline's data is, if that was given
   * @throws io.sluice.problem.Problem INVALID that lists everything that is wrong
   */
  Pipeline load(
      Storage storage,
      Path sql,
      String name,
      Map<String, String> environment,
      Optional<DataFolder> data);
}
