// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

/** The columns that the engine adds to a pipeline's own. */
public final class EngineColumns {
  /** The landed file a record came from, relative to {@code landing/}. */
  public static final String FILE = "_file";

  /** When that file landed: its delivery note's {@code modified_at}. */
  public static final String LANDED_AT = "_landed_at";

  /**
   * In raw rows: the whole line where it doesn't have the header's number of columns, else null.
   */
  public static final String LINE = "_line";

  /** In raw rows: what is wrong with it apart from its values, as bits of {@link FieldFaults}. */
  public static final String UNFIT = "_unfit";

  /**
   * In raw rows of several batches, and what becomes of them: the number of the batch. Rows of one
   * batch do without it.
   */
  public static final String BATCH = "_batch";

  /** In the transformed table: {@link #FILE}. */
  public static final String SOURCE_FILE = "source_file";

  /** In the transformed table: the hash of the typed input record. */
  public static final String RECORD_HASH = "record_hash";

  /** In the transformed table: when the row was published. */
  public static final String PROCESSED_TIMESTAMP = "processed_timestamp";

  /** In records of several batches that failed: a hash of the key, as far as there is one. */
  public static final String KEY_HASH = "_key_hash";

  /** In refined rows: tells the rows of one source record from those of others. */
  public static final String RECORD_ID = "_record_id";

  /** In refined rows: the source record, as quarantine would keep it. */
  public static final String RECORD_TEXT = "_record_text";

  private EngineColumns() {}
}
