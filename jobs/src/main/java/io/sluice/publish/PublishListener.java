// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import io.sluice.change.Change;

/** Listener of a run: told of what it publishes, change by change. */
@FunctionalInterface
public interface PublishListener {
  /** Takes note of a change that is recorded and in the tables. */
  void published(Change change);
}
