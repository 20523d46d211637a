// SPDX-License-Identifier: Apache-2.0
/** Shows what transform would make of a file's first records, and publishes nothing. */
package io.sluice.preview;
