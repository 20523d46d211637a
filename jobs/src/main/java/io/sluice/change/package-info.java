// SPDX-License-Identifier: Apache-2.0
/** The change log: what each change did to the tables, and the state that it left. */
package io.sluice.change;
