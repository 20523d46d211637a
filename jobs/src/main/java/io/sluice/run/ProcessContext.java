// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.storage.Storage;
import java.io.PrintStream;
import java.time.Clock;

/**
 * Surroundings of the runs of this process.
 *
 * @param out takes verdicts, outcome lines and the lists that people ask for, nothing else
 */
public record ProcessContext(Storage storage, StopSignal stop, PrintStream out, Clock clock) {}
