// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.time.Instant;
import java.util.Optional;

/**
 * Position of a stateful stream after a micro-batch whose rows are published.
 *
 * @param checkpoint the id of the checkpoint that has its state: no other continues it
 * @param batch the micro-batch, as Spark numbers them
 * @param isSettled whether no further micro-batch is due before there are new rows
 * @param rowsDropped how many rows came after the watermark had passed, since micro-batch 0
 * @param watermark time up to which no row is waited for any more; empty before there is any
 * @param stateRows rows in the state of all its operators
 * @param stateBytes memory that these take
 */
public record StreamPosition(
    String checkpoint,
    long batch,
    boolean isSettled,
    long rowsDropped,
    Optional<Instant> watermark,
    long stateRows,
    long stateBytes) {}
