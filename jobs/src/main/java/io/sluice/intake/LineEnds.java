package io.sluice.intake;

import java.io.Serializable;

/** Which line ends a file has, told one by one. */
final class LineEnds implements Serializable {
  private static final long serialVersionUID = 1;

  private boolean lineFeed;
  private boolean both;
  private boolean lone;
  private boolean firstIsLineFeed;
  private boolean firstIsLone;

  /** An LF, after a CR or not. */
  void lineFeed(boolean afterReturn) {
    firstIsLineFeed |= !afterReturn && isFirst();
    both |= afterReturn;
    lineFeed |= !afterReturn;
  }

  /** A byte that is no LF, or the end of the file: if it follows a CR, that was a lone one. */
  void lone(boolean afterReturn) {
    if (afterReturn) {
      firstIsLone |= isFirst();
      lone = true;
    }
  }

  private boolean isFirst() {
    return !lineFeed && !both && !lone;
  }

  boolean onlyReturns() {
    return lone && !lineFeed && !both;
  }

  /** Whether a parser that takes the first line end for all of them would read the others wrong. */
  boolean firstMisleads() {
    return firstIsLone || firstIsLineFeed && both;
  }
}
