// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class DataFolderTest {
  @Test
  void laysOutAPipelinesData() {
    DataFolder data = new DataFolder(new Path("hdfs://host/data/readings"));

    List<String> paths =
        Stream.of(
                data.landing(),
                data.archive(),
                data.batches(),
                data.changes(),
                data.tables(),
                data.table("daily"),
                data.checkpoint("transform"),
                data.plans(),
                data.runs(),
                data.leases())
            .map(path -> data.root().toUri().relativize(path.toUri()).toString())
            .toList();

    assertThat(paths)
        .containsExactly(
            "landing",
            "archive",
            "batches",
            "changes",
            "tables",
            "tables/daily",
            "checkpoints/transform",
            "plans",
            "runs",
            "leases");
  }
}
