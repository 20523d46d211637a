// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.util.Optional;

/**
 * Decision of a person about one delivery. The latest decision about a delivery holds.
 *
 * @param batch the delivery note that names the delivery
 * @param path relative to {@code landing/}
 * @param noted size and time that the note says
 * @param lying what was in its place, where the decision is about that
 */
public record Decision(
    DecisionKind kind,
    long batch,
    String path,
    FileState noted,
    Optional<FileState> lying,
    Attribution grounds,
    Scope scope) {

  /** Purpose that runs to come have to obey it for. */
  public enum Scope {
    /** Its batch is not published: it says what becomes of the file in it. */
    OPEN_BATCH,
    /** Its batch is published: it says what becomes of what is at its path now. */
    LANDING,
    /** Nothing: it only has to be known. */
    RECORD
  }

  /** Says whether it is of that kind and scope. */
  public boolean is(DecisionKind otherKind, Scope otherScope) {
    return kind == otherKind && scope == otherScope;
  }

  /** The delivery that it is about. */
  public FileKey delivery() {
    return new FileKey(batch, path);
  }
}
