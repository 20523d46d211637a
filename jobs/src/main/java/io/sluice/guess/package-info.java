// SPDX-License-Identifier: Apache-2.0
/** Guesses a pipeline from a sample: columns, key, event date, rules and daily figures. */
package io.sluice.guess;
