// SPDX-License-Identifier: Apache-2.0
/** Shows the rows of an export on stdout. */
package io.sluice.targets.console;
