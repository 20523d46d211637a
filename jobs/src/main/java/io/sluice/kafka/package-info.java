// SPDX-License-Identifier: Apache-2.0
/** Clients of Kafka: their settings, which may be secrets, and what their errors mean for a run. */
package io.sluice.kafka;
