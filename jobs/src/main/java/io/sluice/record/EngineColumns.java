// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import java.util.Set;

/** The columns that the engine adds to a pipeline's own. */
public final class EngineColumns {
  /** The landed file a record came from, relative to {@code landing/}. */
  public static final String FILE = "_file";

  /** When that file landed: its delivery note's {@code modified_at}. */
  public static final String LANDED_AT = "_landed_at";

  /**
   * Column of raw rows: the whole line where it doesn't have the header's number of columns, else
   * null.
   */
  public static final String LINE = "_line";

  /**
   * Column of raw rows: what is wrong with it apart from its values, as bits of {@link
   * FieldFaults}.
   */
  public static final String UNFIT = "_unfit";

  /**
   * Column of raw rows of several batches, and of what becomes of them: the number of the batch.
   * Rows of one batch do without it.
   */
  public static final String BATCH = "_batch";

  /** Column of the transformed table: {@link #FILE}. */
  public static final String SOURCE_FILE = "source_file";

  /** Column of the transformed table: the hash of the typed input record. */
  public static final String RECORD_HASH = "record_hash";

  /** Column of the transformed table: when the row was published. */
  public static final String PROCESSED_TIMESTAMP = "processed_timestamp";

  /** Column of failed records of several batches: a hash of the key, as far as there is one. */
  public static final String KEY_HASH = "_key_hash";

  /** Column of refined rows that tells the rows of one source record from those of others. */
  public static final String RECORD_ID = "_record_id";

  /** Column of refined rows: the source record, as quarantine would keep it. */
  public static final String RECORD_TEXT = "_record_text";

  /** All of these that rows of the transformed table have while they are made. */
  public static final Set<String> OF_ROWS =
      Set.of(SOURCE_FILE, RECORD_HASH, PROCESSED_TIMESTAMP, RECORD_ID, RECORD_TEXT, BATCH);

  private EngineColumns() {}
}
