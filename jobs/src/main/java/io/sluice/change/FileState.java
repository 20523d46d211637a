// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.time.Instant;

/** Size and time of a file: with another of either it is another delivery. */
public record FileState(long size, Instant modifiedAt) {}
