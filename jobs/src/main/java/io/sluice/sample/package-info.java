// SPDX-License-Identifier: Apache-2.0
/** Makes a pipeline's folder from a sample of what lands: reads it, guesses, and writes both. */
package io.sluice.sample;
