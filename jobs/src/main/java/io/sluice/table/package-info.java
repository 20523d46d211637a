// SPDX-License-Identifier: Apache-2.0
/** Delta tables: staged files, versions, commits and compaction. */
package io.sluice.table;
