// SPDX-License-Identifier: Apache-2.0
/** One run of a job: its context, lease, metrics, stop signal and report. */
package io.sluice.run;
