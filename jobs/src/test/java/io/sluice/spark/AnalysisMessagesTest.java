// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spark's messages, as authors of pipelines get to see them. */
class AnalysisMessagesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column with name `a` cannot be resolved. Did you mean one of the following? [`b`].; line 1 pos 22 | A column with name `a` cannot be resolved. Did you mean one of the following? [`b`]
          [CAST_OVERFLOW] The value 1 cannot be cast. Use `try_cast` to tolerate overflow and return NULL instead. If necessary set "spark.sql.ansi.enabled" to "false" to bypass this error. | The value 1 cannot be cast. Use `try_cast` to tolerate overflow and return NULL instead
          [DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES] Found invalid characters in column names. Please use other characters and try again. Alternatively, enable Column Mapping to keep using these characters. | Found invalid characters in column names. Please use other characters and try again
          [NOT_FOUND] The table cannot be found. Use CREATE TABLE to make it, or ALTER TABLE to rename one. | The table cannot be found
          To use it, set spark.sql.legacy.x to true. | To use it, set spark.sql.legacy.x to true
          """)
  void leaveOutWhatIsNoRemedyHere(String message, String shown) {
    assertThat(AnalysisMessages.plain(message)).isEqualTo(shown);
  }
}
