// SPDX-License-Identifier: Apache-2.0
/** Turns raw records into published and quarantined ones: types, rules, SQL and deduplication. */
package io.sluice.refine;
