// SPDX-License-Identifier: Apache-2.0
/** Publishes landed files batch by batch: the transformed table, the quarantine and the ledger. */
package io.sluice.transform;
