// SPDX-License-Identifier: Apache-2.0
/**
 * Finds what references hold, each at one content or version for the whole of a run, and checks
 * that no key occurs in one twice.
 */
package io.sluice.reference;
