// SPDX-License-Identifier: Apache-2.0
/** Reads Parquet files: their footers, columns and calendars, and every record, widened. */
package io.sluice.format.parquet;
