// SPDX-License-Identifier: Apache-2.0
/**
 * Takes command lines apart: options, their types and values, help, and the words of outcome lines.
 */
package io.sluice.cli;
