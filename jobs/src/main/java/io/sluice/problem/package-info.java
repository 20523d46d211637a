// SPDX-License-Identifier: Apache-2.0
/** Outcomes of runs, and the exception that carries one. */
package io.sluice.problem;
