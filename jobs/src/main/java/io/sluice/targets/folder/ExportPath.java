// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.folder;

import io.sluice.pipeline.DeferredText;
import io.sluice.problem.Problem;
import io.sluice.targets.TargetContext;
import org.apache.hadoop.fs.Path;

/** Absolute path that an export's file names. */
final class ExportPath {
  private ExportPath() {}

  /**
   * @throws Problem INVALID where it isn't absolute
   */
  static Path of(DeferredText path, TargetContext context) {
    Path named = new Path(path.value("path in " + context.file()));
    if (!named.isAbsolute()) {
      throw Problem.invalid(
          "Cannot send %s: path in %s is relative, so that it would depend on where a run is started; make it absolute, or a URI such as s3a://bucket/folder"
              .formatted(context.export().name(), context.file()));
    }
    // As all paths without a scheme: on this machine, regardless of fs.defaultFS.
    boolean isPlain = named.toUri().getScheme() == null;
    return context.storage().qualify(isPlain ? new Path("file", "", named.toString()) : named);
  }
}
