// SPDX-License-Identifier: Apache-2.0
/** Keeps the rows of an export in a topic of Kafka: one transaction a run. */
package io.sluice.targets.kafka;
