// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

/** Figures of a table that a run left: its Delta version, its rows and the size of its files. */
public record TableFigures(long version, long rows, long bytes) {}
