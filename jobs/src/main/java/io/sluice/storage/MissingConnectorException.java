// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

/** A path whose file system this process has no classes for. Its message has the remedy. */
public final class MissingConnectorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissingConnectorException(String message, Throwable cause) {
    super(message, cause);
  }
}
