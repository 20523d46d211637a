// SPDX-License-Identifier: Apache-2.0
/** Drives micro-batches from numbered files by Spark's streaming checkpoints. */
package io.sluice.stream;
