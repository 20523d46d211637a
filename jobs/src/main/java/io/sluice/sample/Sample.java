// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.pipeline.Format;
import io.sluice.pipeline.FormatOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * What a sample holds.
 *
 * @param options as files like it are read
 * @param fields of its records, in their order
 * @param leftOut why others can't be one field, one a line
 * @param records how many were read
 * @param isWhole whether that is all that it has
 * @param remarks by what each is about, such as {@code delimiter}
 * @param raw its records as the format's typing reads them; empty where the sample says itself what
 *     its values are
 */
public record Sample(
    Format format,
    FormatOptions options,
    List<SampleField> fields,
    List<String> leftOut,
    int records,
    boolean isWhole,
    Map<String, Remark> remarks,
    Optional<RawRecords> raw) {

  /** What a remark about times without a zone is called, in a format that has others as well. */
  public static final String LOCAL_TIMES = "local times";

  /** Records as raw rows. */
  @FunctionalInterface
  public interface RawRecords {
    /**
     * One record.
     *
     * @param schema the fields that are read
     */
    InternalRow of(StructType schema, int record);
  }

  /**
   * Something that was decided about a sample as a whole.
   *
   * @param value as it is in pipeline.yaml
   * @param isDoubtful whether a person should look at it
   */
  public record Remark(String value, String why, boolean isDoubtful) {
    Remark(String value, String why) {
      this(value, why, false);
    }
  }
}
