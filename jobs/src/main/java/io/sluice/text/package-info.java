// SPDX-License-Identifier: Apache-2.0
/** Texts for people: counts, durations, tables, patterns and escaped values. */
package io.sluice.text;
