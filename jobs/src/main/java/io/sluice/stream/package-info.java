// SPDX-License-Identifier: Apache-2.0
/**
 * Drives micro-batches by Spark's streaming checkpoints, those that say when there is work and
 * those that have state, and reports what Spark tells of them.
 */
package io.sluice.stream;
