// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.times.Times;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * Landed files of a pipeline: their names, format and columns.
 *
 * @param files a pattern for the names of files in the landing folder
 * @param filesPerBatch the most files that one batch takes
 * @param schema the typed columns; one that may not be missing is not nullable
 * @param times how dates and times are written
 * @param maxFieldLength the most characters that one field may have
 * @param archive whether consumed files move to the archive
 * @param personal the columns that never show in logs, samples and reports
 */
public record Source(
    Format format,
    String files,
    int filesPerBatch,
    FormatOptions options,
    StructType schema,
    Times times,
    int maxFieldLength,
    ExtraColumns extraColumns,
    boolean archive,
    Set<String> personal) {

  /** The column of {@code source} that holds the file's path inside the landing folder. */
  public static final String FILE = "_file";

  /** The column of {@code source} that holds the time in the file's delivery note. */
  public static final String LANDED_AT = "_landed_at";

  /** The same with another schema. */
  public Source with(StructType other) {
    return new Source(
        format,
        files,
        filesPerBatch,
        options,
        other,
        times,
        maxFieldLength,
        extraColumns,
        archive,
        personal);
  }

  /** The same as records that are written in another format, and are in files of it. */
  public Source with(Format other, FormatOptions itsOptions) {
    return new Source(
        other,
        files,
        filesPerBatch,
        itsOptions,
        schema,
        times,
        maxFieldLength,
        extraColumns,
        archive,
        personal);
  }

  /**
   * @throws IllegalArgumentException where records of these options can't have that schema
   */
  public Source {
    options.requireFit(schema);
    personal = Collections.unmodifiableSet(new LinkedHashSet<>(personal));
  }
}
