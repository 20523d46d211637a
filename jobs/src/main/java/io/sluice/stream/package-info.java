// SPDX-License-Identifier: Apache-2.0
/**
 * Drives micro-batches from numbered files by Spark's streaming checkpoints, and reports what Spark
 * tells of them.
 */
package io.sluice.stream;
