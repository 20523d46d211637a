// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.oracle.Sql;
import io.sluice.testing.Folders;
import io.sluice.testing.Pipelines;
import io.sluice.testing.Pipelines.Edit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folder of a shop's SQL. */
record ShopSql(Path folder, Feed feed) {
  private static final Edit OPEN_GATE =
      new Edit("pipeline.yaml", "max-quarantined-ratio: 0.10", "max-quarantined-ratio: 1");
  private static final Edit LONG_COUNTRIES =
      new Edit(
          "rules.sql",
          "(length(country_code) = 2 and country_code rlike '^[A-Za-z]{2}$')",
          "(length(country_code) <= 3 and country_code rlike '^[A-Za-z]{2,3}$')");

  /** Writes it anew, changed as the oracle knows it. */
  void write(Sql sql) throws IOException {
    List<Edit> edits = new ArrayList<>(List.of(OPEN_GATE));
    edits.addAll(feed.edits());
    if (sql.longCountries()) {
      edits.add(LONG_COUNTRIES);
    }
    if (!sql.noCategory().equals(Sql.OF_FOLDER.noCategory())) {
      edits.add(
          new Edit(
              "transformations.sql",
              "coalesce(product_category, '%s')".formatted(Sql.OF_FOLDER.noCategory()),
              "coalesce(product_category, '%s')".formatted(sql.noCategory())));
    }
    Folders.delete(folder);
    Pipelines.copy(Pipelines.REAL, TransactionsPipeline.NAME, folder, edits.toArray(Edit[]::new));
  }
}
