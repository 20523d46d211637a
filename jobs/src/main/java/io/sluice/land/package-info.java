// SPDX-License-Identifier: Apache-2.0
/** Puts messages of Kafka into files of the landing folder, each message once. */
package io.sluice.land;
