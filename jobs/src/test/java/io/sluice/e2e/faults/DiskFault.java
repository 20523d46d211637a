// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import java.io.IOException;

/** A disk that refuses to be changed, from a point on or once there. */
final class DiskFault implements Observer {
  private final Kind kind;
  private final CrashPoint point;
  private int matched;

  /** What is wrong with the disk. */
  enum Kind {
    /** From the point on nothing new can be written; what is there can be renamed and deleted. */
    FULL("No space left on device", "make room on the disk, then rerun the same command"),

    /** This one operation fails, and the next one doesn't. */
    BROKEN("Input/output error", "rerun the same command; where it fails again, read the log");

    private final String message;
    private final String nextStep;

    Kind(String message, String nextStep) {
      this.message = message;
      this.nextStep = nextStep;
    }

    String message() {
      return message;
    }

    String nextStep() {
      return nextStep;
    }
  }

  DiskFault(Kind kind, CrashPoint point) {
    this.kind = kind;
    this.point = point;
  }

  synchronized boolean happened() {
    return matched >= point.occurrence();
  }

  @Override
  public synchronized void before(Operation operation) throws IOException {
    boolean here = point.matches(CrashPoint.When.BEFORE, operation);
    matched += here ? 1 : 0;
    boolean refused =
        switch (kind) {
          case FULL -> happened() && needsRoom(operation.verb());
          case BROKEN -> here && matched == point.occurrence();
        };
    if (refused) {
      throw new IOException(kind.message());
    }
  }

  private static boolean needsRoom(Operation.Verb verb) {
    return switch (verb) {
      case CREATE, CLOSE, MKDIRS -> true;
      case RENAME, DELETE -> false;
    };
  }
}
