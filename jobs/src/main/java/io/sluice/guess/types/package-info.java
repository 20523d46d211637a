// SPDX-License-Identifier: Apache-2.0
/** Guesses the types of a sample's fields, one class for each kind of values. */
package io.sluice.guess.types;
