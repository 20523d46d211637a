// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

/** What a run left of a table: its Delta version, its rows and the size of its files. */
public record TableFigures(long version, long rows, long bytes) {}
