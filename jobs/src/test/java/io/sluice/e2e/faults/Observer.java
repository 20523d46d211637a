package io.sluice.e2e.faults;

/** Is told of every operation, and may throw. */
interface Observer {
  Observer NONE = new Observer() {};

  default void before(Operation operation) {}

  default void after(Operation operation) {}
}
