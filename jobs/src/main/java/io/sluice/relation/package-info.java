// SPDX-License-Identifier: Apache-2.0
/** Layouts and rows of the relations that every pipeline has. */
package io.sluice.relation;
