// SPDX-License-Identifier: Apache-2.0
/**
 * Check that a pipeline's SQL fits what it reads: Spark's analyzer, without a session and without
 * rows, and what tables can't have.
 */
package io.sluice.fit;
