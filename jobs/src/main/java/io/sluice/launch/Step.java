// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.cli.Command;
import io.sluice.cli.Job;

/** A job with its options, ready to run. */
public record Step<O>(Command<O> command, O options, Job<O> job) {}
