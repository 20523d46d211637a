// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

/** How landed files are encoded. */
public enum Format {
  CSV
}
