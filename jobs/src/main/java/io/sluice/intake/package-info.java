// SPDX-License-Identifier: Apache-2.0
/** Notes what has landed, and keeps each batch's files together until it is published. */
package io.sluice.intake;
