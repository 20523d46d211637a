// SPDX-License-Identifier: Apache-2.0
/** Columns and hashes of single records. */
package io.sluice.record;
