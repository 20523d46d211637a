// SPDX-License-Identifier: Apache-2.0
/** Replaces published dates by what today's SQL makes of their files, at once or by a plan. */
package io.sluice.backfill;
