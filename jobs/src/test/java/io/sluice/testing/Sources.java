// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.Format;
import io.sluice.pipeline.JsonOptions;
import io.sluice.pipeline.Source;
import io.sluice.times.Times;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** Definitions of what lands, without a pipeline's folder around them. */
public final class Sources {
  private Sources() {}

  /** CSV files {@code *.csv} with everything else by default. */
  public static Source csv(String ddl) {
    return csv(ddl, options(false), "*.csv", ExtraColumns.REPORT);
  }

  public static Source csv(String ddl, CsvOptions options, String files, ExtraColumns extra) {
    return new Source(
        Format.CSV,
        files,
        1000,
        options,
        StructType.fromDDL(ddl),
        new Times(List.of("yyyy-MM-dd HH:mm:ss"), List.of("yyyy-MM-dd")),
        65_536,
        extra,
        true /* archive */,
        Set.of());
  }

  /** JSON lines {@code *.json}, with columns that must not show. */
  public static Source json(String ddl, String... personal) {
    return new Source(
        Format.JSON,
        "*.json",
        1000,
        new JsonOptions(false, List.of()),
        StructType.fromDDL(ddl),
        new Times(List.of("yyyy-MM-dd HH:mm:ss"), List.of("yyyy-MM-dd")),
        100,
        ExtraColumns.REPORT,
        true /* archive */,
        Set.of(personal));
  }

  public static CsvOptions options(boolean multiLine) {
    return new CsvOptions(',', '"', '"', "UTF-8", "", multiLine);
  }
}
