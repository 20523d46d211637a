// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

/** Meaning of a violated check. */
public enum Severity {
  /** The gate says no. */
  FAIL,
  /** It is counted and shown. */
  WARN
}
