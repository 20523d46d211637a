// SPDX-License-Identifier: Apache-2.0
/** Sends published relations to targets, each as far as it has changed since the last time. */
package io.sluice.export;
