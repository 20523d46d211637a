// SPDX-License-Identifier: Apache-2.0

/** Finds the input format that a pipeline's folder names; each has a package of its own below. */
package io.sluice.format;
