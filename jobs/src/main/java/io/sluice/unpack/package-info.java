// SPDX-License-Identifier: Apache-2.0
/** Opens landed files by what their bytes are, regardless of their names. */
package io.sluice.unpack;
