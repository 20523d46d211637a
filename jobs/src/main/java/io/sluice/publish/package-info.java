// SPDX-License-Identifier: Apache-2.0
/** Checks what is about to be published, and publishes it as a change of the log. */
package io.sluice.publish;
