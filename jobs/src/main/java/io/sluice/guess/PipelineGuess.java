// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.guess.types.FieldGuess;
import io.sluice.pipeline.Source;
import io.sluice.sample.Sample;
import io.sluice.text.UploadNames;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;

/**
 * A pipeline as it was guessed from a sample.
 *
 * @param file name of the sample
 * @param fields those that the schema has
 * @param leftOut why others aren't in it, one a line
 * @param columns of the transformed table, but for an event date that SQL computes
 * @param unfit how many of the sample's records would be quarantined for their values
 * @param shown records, by their numbers, that the test case gives
 */
public record PipelineGuess(
    String name,
    String file,
    Sample sample,
    Source source,
    List<FieldGuess> fields,
    List<String> leftOut,
    String table,
    List<OutputColumn> columns,
    Key key,
    EventDate eventDate,
    List<GuessedRule> rules,
    DailyFigures figures,
    int unfit,
    List<Integer> shown) {

  /** Text such as "812 records, all that it has". */
  public String records() {
    return io.sluice.text.Counted.of(sample.records(), "record")
        + (sample.isWhole() ? ", all that it has" : ", the first that it has");
  }

  /** Returns whether a file of the sample's name would be left alone where files land. */
  public boolean isLeftAlone() {
    return UploadNames.has(file);
  }

  /** What the pattern of files takes. */
  public String filesNote() {
    return isLeftAlone()
        ? "CHECK: files named like the sample are left alone, as uploads under way are: have them named otherwise"
        : "files with the sample's ending";
  }

  /** A record's event date, as a test case writes it; null where it has none. */
  public String dayInTests(int record) {
    return OutputColumn.text(DataTypes.DateType, eventDate.day(record, RuleGuess.LANDED_IN_TESTS));
  }
}
