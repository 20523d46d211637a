// SPDX-License-Identifier: Apache-2.0
/** Keeps the rows of an export in a table of PostgreSQL: one transaction a run. */
package io.sluice.targets.postgresql;
