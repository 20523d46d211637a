// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.pipeline.Materialization;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Materializers of the product, by the materialization that each is for. */
final class Materializers {
  /** Those of which it can be proved that they fit a query. */
  static final Map<Materialization, ExactMaterializer> EXACT =
      Map.of(
          Materialization.FULL, new FullMaterializer(),
          Materialization.INCREMENTAL_BY_DATE, new ByDateMaterializer(),
          Materialization.DISTINCT_KEYS, new KeySetMaterializer());

  static final Map<Materialization, Materializer> ALL = all();

  private Materializers() {}

  private static Map<Materialization, Materializer> all() {
    Map<Materialization, Materializer> all = new EnumMap<>(Materialization.class);
    all.putAll(EXACT);
    all.put(Materialization.STREAM, new StreamMaterializer());
    return Collections.unmodifiableMap(all);
  }
}
