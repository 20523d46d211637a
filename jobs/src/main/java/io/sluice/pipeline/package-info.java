// SPDX-License-Identifier: Apache-2.0
/** A pipeline as its folder defines it. */
package io.sluice.pipeline;
