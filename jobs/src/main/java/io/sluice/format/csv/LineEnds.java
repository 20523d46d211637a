// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import java.io.Serializable;

/** Line ends of a file, told one by one. */
final class LineEnds implements Serializable {
  private static final long serialVersionUID = 1;

  private enum End {
    LF,
    CRLF,
    CR
  }

  private End first;
  private boolean afterFeeds;
  private boolean afterBoth;

  /**
   * Tells of an LF.
   *
   * @param afterReturn whether it follows a CR
   * @param endsRecord whether it is no part of a quoted value
   */
  void lineFeed(boolean afterReturn, boolean endsRecord) {
    first(afterReturn ? End.CRLF : End.LF);
    afterFeeds |= !afterReturn && endsRecord;
    afterBoth |= afterReturn && endsRecord;
  }

  /** Tells of a CR that no LF follows. */
  void loneReturn() {
    first(End.CR);
  }

  private void first(End end) {
    if (first == null) {
      first = end;
    }
  }

  /** True where all lines end with CR alone. */
  boolean onlyReturns() {
    return first == End.CR && !afterFeeds && !afterBoth;
  }

  /**
   * True where a parser that takes the first line end for all of them would read the others wrong.
   */
  boolean firstMisleads() {
    return first == End.CR || (first == End.LF && afterBoth) || (first == End.CRLF && afterFeeds);
  }
}
