// SPDX-License-Identifier: Apache-2.0
/** Reads a sample of what lands: how it is written, and the fields of its records. */
package io.sluice.sample;
