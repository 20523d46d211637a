// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import io.sluice.testing.Pipelines;
import io.sluice.testing.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pipeline readings in a folder of its own. */
public final class Readings {
  public static final String NAME = "readings";
  public static final String HEADER = "sensor_id;sequence;measured_at;celsius;is_indoor;calibrated";

  private Readings() {}

  public static Workspace workspace(Path data) {
    return new Workspace(data, Pipelines.OWN, NAME);
  }

  public static String file(String... records) {
    return HEADER + "\n" + String.join("\n", records) + "\n";
  }

  /** What every table holds, but for what names runs and times. */
  public static Map<String, List<Map<String, Object>>> contents(Workspace workspace) {
    Map<String, List<Map<String, Object>>> contents = new TreeMap<>();
    contents.put("sensor_readings", workspace.table("sensor_readings", "processed_timestamp"));
    contents.put("quarantine", workspace.table("quarantine", "run_id", "quarantined_at"));
    contents.put("files", workspace.table("files", "run_id"));
    for (String relation : List.of("daily_sensor_metrics", "sensor_metrics")) {
      contents.put(relation, workspace.table(relation));
    }
    return contents;
  }
}
