// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Pipeline;
import io.sluice.storage.Storage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Tells the author of a pipeline without test cases how to write one. */
record FirstCase(Storage storage, Pipeline pipeline) {
  List<String> lines() {
    Set<String> telling = new LinkedHashSet<>(pipeline.key());
    telling.add(pipeline.eventDate());
    Path tests = new Path(pipeline.folder(), SqlCases.FOLDER);
    String folder = storage.local(tests).map(Object::toString).orElse(tests.toString());
    return List.of(
        "A case is a folder, named after what it shows. The first one could have these files:",
        "  %s/good_rows_are_kept/given/source.csv".formatted(folder),
        "    rows as they land, under the header",
        "    " + String.join(",", pipeline.source().schema().fieldNames()),
        "  %s/good_rows_are_kept/expected/%s.csv".formatted(folder, pipeline.table()),
        "    what should come of them: a header with the columns that matter, such as",
        "    " + String.join(",", telling),
        "Then ./sluice test --pipeline %s runs it; docs/pipelines.md says what else a case can do."
            .formatted(pipeline.name()));
  }
}
