// SPDX-License-Identifier: Apache-2.0
/** Helpers around Spark sessions, queries, views and cached rows. */
package io.sluice.spark;
