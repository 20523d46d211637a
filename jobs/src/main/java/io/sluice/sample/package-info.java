// SPDX-License-Identifier: Apache-2.0
/** Reads a sample of what lands, and guesses the pipeline from it. */
package io.sluice.sample;
