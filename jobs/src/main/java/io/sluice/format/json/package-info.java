// SPDX-License-Identifier: Apache-2.0
/**
 * Reads JSON, lines and documents: every record, each value as it was sent, or the reason why not.
 */
package io.sluice.format.json;
