// SPDX-License-Identifier: Apache-2.0
/** Runs a job from a command line to an exit code, with its report and its outcome line. */
package io.sluice.launch;
