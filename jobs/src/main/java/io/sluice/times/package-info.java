// SPDX-License-Identifier: Apache-2.0
/**
 * How dates and times are written: patterns and their mistakes, zones, local times that occur
 * twice.
 */
package io.sluice.times;
