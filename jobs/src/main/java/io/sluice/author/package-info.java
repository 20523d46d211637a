// SPDX-License-Identifier: Apache-2.0
/** Serves authors of pipelines: runs test cases, and validates SQL and incremental aggregations. */
package io.sluice.author;
