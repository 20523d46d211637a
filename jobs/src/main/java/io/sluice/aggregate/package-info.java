// SPDX-License-Identifier: Apache-2.0
/** Brings aggregations up to date, each by the materializer that its definition names. */
package io.sluice.aggregate;
