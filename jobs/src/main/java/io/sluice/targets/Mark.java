// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

/**
 * Account of what a target holds.
 *
 * @param definition the hash of the export's definition
 * @param change the last change of the log that its rows include
 * @param runId the run that recorded that change, which tells one log from another
 */
public record Mark(String definition, long change, String runId) {}
