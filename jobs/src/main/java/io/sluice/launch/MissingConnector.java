// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Problem;
import io.sluice.storage.MissingConnectorException;
import java.util.Optional;

/** A path on a file system that this process has no classes for, met in the course of a run. */
final class MissingConnector implements KnownCause {
  @Override
  public Optional<Problem> of(Failure failure) {
    return failure
        .last(MissingConnectorException.class)
        .map(cause -> Problem.invalid(cause.message()));
  }
}
