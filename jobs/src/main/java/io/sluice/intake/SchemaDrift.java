// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.text.Escaped;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Files with columns that the schema doesn't have, and that are left out. */
public final class SchemaDrift {
  private static final Logger log = LogManager.getLogger(SchemaDrift.class);

  private static final int MOST = 10;

  private final Map<Delivery, List<String>> columns = new LinkedHashMap<>();
  private final Set<List<String>> logged = new LinkedHashSet<>();

  /** Says it in the log once for files that have the same further columns. */
  public void add(Delivery file, List<String> extra) {
    if (extra.isEmpty()) {
      return;
    }
    columns.put(file, extra);
    if (logged.add(extra)) {
      log.warn(
          "{} has columns that are not in the schema and are left out: {}",
          Escaped.plain(file.path()),
          shown(extra));
    }
  }

  /** The number of files. */
  public int files() {
    return columns.size();
  }

  /** The first files, each with its further columns. */
  public List<Map<String, Object>> sample(int most) {
    return columns.entrySet().stream()
        .limit(most)
        .map(file -> described(file.getKey(), file.getValue()))
        .toList();
  }

  private static Map<String, Object> described(Delivery file, List<String> extra) {
    return new TreeMap<>(Map.of("file", file.path(), "columns", shown(extra)));
  }

  private static String shown(List<String> names) {
    String first =
        names.stream().limit(MOST).map(Escaped::quoted).collect(Collectors.joining(", "));
    return names.size() > MOST ? first + " and %d more".formatted(names.size() - MOST) : first;
  }
}
