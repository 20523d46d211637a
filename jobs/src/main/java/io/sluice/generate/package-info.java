// SPDX-License-Identifier: Apache-2.0
/** Writes synthetic files into the landing folder. */
package io.sluice.generate;
