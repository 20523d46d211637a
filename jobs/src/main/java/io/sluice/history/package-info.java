// SPDX-License-Identifier: Apache-2.0
/** Tells from the change log what has become of relations since some change. */
package io.sluice.history;
