// SPDX-License-Identifier: Apache-2.0
/** Verifies that change log, tables, notes, checkpoints and raw files agree, and repairs them. */
package io.sluice.doctor;
