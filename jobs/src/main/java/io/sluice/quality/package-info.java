// SPDX-License-Identifier: Apache-2.0
/** Runs quality checks over what is published. */
package io.sluice.quality;
