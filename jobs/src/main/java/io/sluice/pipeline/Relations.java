// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import java.util.regex.Pattern;

/** The relations that every pipeline has, and how others may be called. */
public final class Relations {
  /** The typed input rows that rules.sql and transformations.sql read. */
  public static final String SOURCE = "source";

  /** The numbers that generate.sql makes rows from. */
  public static final String IDS = "ids";

  /** What test cases call the rows of generate.sql. */
  public static final String GENERATE = "generate";

  /** The ledger: one row per consumed file. */
  public static final String FILES = "files";

  public static final String QUARANTINE = "quarantine";

  /** The receipts of dates that were computed again. */
  public static final String RESTATEMENTS = "restatements";

  /** Decisions of people about rows and files. */
  public static final String DECISIONS = "decisions";

  /** The names that no table or aggregation of a pipeline may have. */
  public static final List<String> RESERVED =
      List.of(SOURCE, IDS, FILES, QUARANTINE, RESTATEMENTS, DECISIONS);

  /** Relations of the engine that a quality check may read. */
  static final List<String> AUDITED = List.of(FILES, QUARANTINE, RESTATEMENTS, DECISIONS);

  static final String NAME_ALLOWED = "a name of a-z, 0-9 and _ that starts with a letter";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private Relations() {}

  /** Returns whether a pipeline, relation, check or rule may have this name. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
