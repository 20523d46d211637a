// SPDX-License-Identifier: Apache-2.0
/** Compacts tables, and removes files that no reader needs any more. */
package io.sluice.maintain;
