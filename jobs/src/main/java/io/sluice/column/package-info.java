// SPDX-License-Identifier: Apache-2.0
/** What a column of texts tells: by its name, its values, and the parsers that would read them. */
package io.sluice.column;
