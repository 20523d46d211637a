// SPDX-License-Identifier: Apache-2.0
/** Reads CSV files: their headers, encodings and quotes, and every record or the reason why not. */
package io.sluice.format.csv;
