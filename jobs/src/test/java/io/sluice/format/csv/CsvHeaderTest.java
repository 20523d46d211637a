// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.Source;
import io.sluice.testing.Sources;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvHeaderTest {
  private static final String SCHEMA = "id STRING NOT NULL, Amount INT NOT NULL, note STRING";
  private static final Source SOURCE = Sources.csv(SCHEMA);

  @Test
  void aNumberSignIsAName() throws CsvHeader.Mismatch {
    assertThat(CsvHeader.parse("#,id,amount", SOURCE))
        .isEqualTo(new CsvHeader(List.of("#", "id", "Amount"), List.of("#")));
  }

  @Test
  void aHeaderMayBeWideButNotEndless() throws CsvHeader.Mismatch {
    assertThat(CsvHeader.parse("id,amount" + ",x".repeat(600), SOURCE).columns()).hasSize(602);
    refuses(
        "id,amount" + ",x".repeat(21_000),
        SOURCE,
        "header_mismatch: the first line 'id,amount"
            + ",x".repeat(25)
            + ",…' has more than 20480 columns");
  }

  @Test
  void takesTheFilesOwnOrder() throws CsvHeader.Mismatch {
    assertThat(CsvHeader.parse("note,Amount,id", SOURCE))
        .isEqualTo(new CsvHeader(List.of("note", "Amount", "id"), List.of()));
  }

  @Test
  void caseBlanksAndQuotesDoNotMatter() throws CsvHeader.Mismatch {
    assertThat(CsvHeader.parse(" ID ,\"AMOUNT\",\t\" Note \"", SOURCE))
        .isEqualTo(new CsvHeader(List.of("id", "Amount", "note"), List.of()));
  }

  @Test
  void optionalColumnsMayBeMissing() throws CsvHeader.Mismatch {
    assertThat(CsvHeader.parse("id,amount", SOURCE))
        .isEqualTo(new CsvHeader(List.of("id", "Amount"), List.of()));
  }

  @Test
  void furtherColumnsAreReported() throws CsvHeader.Mismatch {
    assertThat(CsvHeader.parse("id,Colour,amount,,\"a,b\"", SOURCE))
        .isEqualTo(
            new CsvHeader(
                List.of("id", "Colour", "Amount", "", "a,b"), List.of("Colour", "", "a,b")));
  }

  @Test
  void furtherColumnsCanBeRefused() {
    Source strict = Sources.csv(SCHEMA, Sources.options(false), "*.csv", ExtraColumns.REJECT);

    refuses(
        "id,amount,colour,si\u0007ze",
        strict,
        "header_mismatch: column 'colour', 'si\\u0007ze' is not in the schema, and extra-columns is"
            + " reject");
  }

  @Test
  void refusesAColumnTwice() {
    refuses("id,amount,note,ID", SOURCE, "header_mismatch: column id stands twice");
  }

  @Test
  void refusesAHeaderWithoutRequiredColumns() {
    refuses(
        "note,amount",
        SOURCE,
        "header_mismatch: required column id is missing from the header 'note,amount'");
    refuses(
        "note",
        SOURCE,
        "header_mismatch: required column id, Amount is missing from the header 'note'");
  }

  @Test
  void refusesAFileWithoutAHeader() {
    refuses(
        "t1,12,hello",
        SOURCE,
        "header_mismatch: the first line 't1,12,hello' names no known column; the file needs a"
            + " header");
  }

  @Test
  void suspectsTheDelimiter() {
    refuses(
        "id;amount;note",
        SOURCE,
        "header_mismatch: no column is known in the first line 'id;amount;note'; is the delimiter"
            + " ','?");
  }

  @Test
  void usesThePipelinesOwnFormat() throws CsvHeader.Mismatch {
    CsvOptions options = new CsvOptions('|', '\'', '\\', "UTF-8", "", false);
    Source source = Sources.csv(SCHEMA, options, "*.csv", ExtraColumns.REPORT);

    assertThat(CsvHeader.parse("'id'|amount|'it\\'s|x'", source))
        .isEqualTo(new CsvHeader(List.of("id", "Amount", "it's|x"), List.of("it's|x")));
  }

  private static void refuses(String line, Source source, String message) {
    assertThatThrownBy(() -> CsvHeader.parse(line, source))
        .isInstanceOf(CsvHeader.Mismatch.class)
        .hasMessage(message);
  }
}
