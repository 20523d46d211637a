// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.pipeline.Materialization;
import java.util.Map;

/** Materializers of the product, by the materialization that each is for. */
final class Materializers {
  static final Map<Materialization, Materializer> ALL =
      Map.of(
          Materialization.FULL, new FullMaterializer(),
          Materialization.INCREMENTAL_BY_DATE, new ByDateMaterializer(),
          Materialization.DISTINCT_KEYS, new KeySetMaterializer());

  private Materializers() {}
}
