// SPDX-License-Identifier: Apache-2.0
/** Reads a sample of what lands, and guesses the type of each of its fields. */
package io.sluice.sample;
