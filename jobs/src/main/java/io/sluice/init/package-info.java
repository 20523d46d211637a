// SPDX-License-Identifier: Apache-2.0
/** Makes a pipeline's folder from a sample: writes what was guessed, and says from what. */
package io.sluice.init;
