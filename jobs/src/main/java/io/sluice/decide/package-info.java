// SPDX-License-Identifier: Apache-2.0
/** Shows files and quarantined records, and records what people decide about them. */
package io.sluice.decide;
