// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import java.sql.SQLException;

/** A way to let rows take the place of others in a table that has some. */
interface RowReplacement {
  /** Carries it out, in the session's transaction. */
  Receipt carryOut(PgSession session, Shipment shipment) throws SQLException;
}
