// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import java.io.IOException;

/** Is told of every operation, and may throw. */
interface Observer {
  Observer NONE = new Observer() {};

  default void before(Operation operation) throws IOException {}

  default void after(Operation operation) throws IOException {}
}
