// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.e2e.oracle.Sql;
import java.io.IOException;

/** Somebody changes the pipeline's SQL, or changes it back. */
record ChangeSql(Sql sql) implements Step {
  @Override
  public void happen(Shop shop) throws IOException {
    shop.use(sql);
  }

  @Override
  public String toString() {
    return "the SQL now %s countries of three letters, and calls no category '%s'"
        .formatted(sql.longCountries() ? "lets pass" : "refuses", sql.noCategory());
  }
}
