// SPDX-License-Identifier: Apache-2.0
/** Reads messages of Kafka out of the files that {@code land} has put them into. */
package io.sluice.format.kafka;
