// SPDX-License-Identifier: Apache-2.0
/** Opens landed files by what their bytes are, whatever their names say. */
package io.sluice.unpack;
