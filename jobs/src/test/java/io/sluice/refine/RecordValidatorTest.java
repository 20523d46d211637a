// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.format.SourceFormats;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class RecordValidatorTest {
  private static final StructType RAW =
      StructType.fromDDL(
          "id STRING, price STRING, quantity STRING, sold_at STRING, buyer STRING,"
              + " _line STRING, _unfit INT, _file STRING, _landed_at TIMESTAMP");
  private static final String NOON = "2026-01-05 12:00:00";

  @TempDir private Path root;
  private final SparkSession spark;

  RecordValidatorTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void blankIntegersAreMissingNotZero() {
    PipelineFolder folder =
        new PipelineFolder(root)
            .write(
                "pipeline.yaml",
                PipelineFolder.YAML.replace("quantity INT", "quantity INT NOT NULL"));

    assertThat(reasonsIn(folder, "a", "1", " ", NOON, null))
        .containsExactly("quantity_missing | quantity | quantity: is required and empty");
  }

  @Test
  void goodRecordsHaveNoReason() {
    assertThat(reasons("a", "0.01", "", NOON, "")).isEmpty();
    assertThat(reasons(" a ", " +1.5 ", " 007 ", "\t" + NOON, "me")).isEmpty();
    assertThat(reasons("a", "1", " \t ", NOON, "  ")).isEmpty();
  }

  @Test
  void requiredColumnsMustHaveAValue() {
    assertThat(reasons("", " ", "1", null, null))
        .containsExactly(
            "id_missing | id | id: is required and empty",
            "price_missing | price | price: is required and empty",
            "sold_at_missing | sold_at | sold_at: is required and empty");
  }

  @Test
  void valuesMustFitTheirTypes() {
    assertThat(reasons("a", "1.005", "2147483648", "2026-02-30 10:00:00", "me"))
        .containsExactly(
            "price_type | price | price: '1.005' is no DECIMAL(10,2)",
            "quantity_type | quantity | quantity: '2147483648' is no INT",
            "sold_at_type | sold_at | sold_at: '2026-02-30 10:00:00' is no TIMESTAMP;"
                + " formats tried: yyyy-MM-dd HH:mm:ss");
  }

  @Test
  void misfitsAreShownInOneShortLine() {
    assertThat(reasons("a", "1\n2\u202e", "9".repeat(70), NOON, null))
        .containsExactly(
            "price_type | price | price: '1\\u000a2\\u202e' is no DECIMAL(10,2)",
            "quantity_type | quantity | quantity: '" + "9".repeat(60) + "…' is no INT");
  }

  @Test
  void rulesSayWhatTheyReadAndFound() {
    assertThat(reasons("a", "-5.0", "3", NOON, null))
        .containsExactly(
            "price_is_positive | price | price_is_positive does not hold: price = '-5.0'");
    assertThat(reasons("a", "500", "2", NOON, null))
        .containsExactly(
            "total_is_small | null | total_is_small does not hold: price = '500', quantity = '2'");
  }

  @Test
  void aRuleThatIsNullIsBroken() {
    PipelineFolder folder =
        new PipelineFolder(root)
            .write("rules.sql", "select quantity > 0 as quantity_is_positive from source\n");

    assertThat(reasonsIn(folder, "a", "1", null, NOON, null))
        .containsExactly(
            "quantity_is_positive | quantity | quantity_is_positive does not hold:"
                + " quantity is empty");
  }

  @Test
  void aRuleIsNotAskedAboutAColumnThatHasAReasonOfItsOwn() {
    assertThat(reasons("a", "cheap", "5000", NOON, null))
        .containsExactly("price_type | price | price: 'cheap' is no DECIMAL(10,2)");
    assertThat(reasons("a", "-1", "many", NOON, null))
        .containsExactly(
            "quantity_type | quantity | quantity: 'many' is no INT",
            "price_is_positive | price | price_is_positive does not hold: price = '-1'");
  }

  @Test
  void allReasonsComeInTheOrderOfTheSchemaThenOfTheRules() {
    assertThat(reasons(null, "-1", "many", "noon", "a very long name"))
        .containsExactly(
            "id_missing | id | id: is required and empty",
            "quantity_type | quantity | quantity: 'many' is no INT",
            "sold_at_type | sold_at | sold_at: 'noon' is no TIMESTAMP;"
                + " formats tried: yyyy-MM-dd HH:mm:ss",
            "price_is_positive | price | price_is_positive does not hold: price = '-1'",
            "buyer_is_short | buyer | buyer_is_short does not hold:"
                + " buyer = (hidden: personal)");
  }

  @Test
  void personalValuesAreHidden() {
    PipelineFolder folder =
        new PipelineFolder(root)
            .write(
                "pipeline.yaml",
                PipelineFolder.YAML.replace("personal: [buyer]", "personal: [price, quantity]"));

    assertThat(reasonsIn(folder, "a", "secret", null, NOON, null))
        .containsExactly(
            "price_type | price | price: its value (hidden: personal) is no DECIMAL(10,2)");
    assertThat(reasonsIn(folder, "a", "600", "2", NOON, null))
        .containsExactly(
            "total_is_small | null | total_is_small does not hold:"
                + " price = (hidden: personal), quantity = (hidden: personal)");
  }

  @Test
  void aLineWithAnotherNumberOfValuesHasThatReasonAlone() {
    Row line =
        RowFactory.create(
            "a", "cheap", null, null, null, "a,cheap", 0, "f.csv", Timestamp.from(Instant.EPOCH));

    assertThat(reasonsIn(new PipelineFolder(root), line))
        .containsExactly(
            "column_count | null | the line does not have as many values as the header has"
                + " columns");
  }

  @Test
  void anUnfitFieldHasThatReasonInPlaceOfItsTypes() {
    assertThat(reasonsOf(7, "a\0", "1\uFFFD", "1", NOON, null))
        .containsExactly(
            "nul_byte | id | id: 'a\\u0000' holds a NUL byte",
            "invalid_utf8 | price | price: '1\uFFFD' holds bytes that are not in the file's"
                + " encoding");
    assertThat(reasonsOf(4, "a", "1", "1", NOON, "é".repeat(65_537)))
        .containsExactly(
            "too_long | buyer | buyer: its value (hidden: personal) has 65537 characters, more than"
                + " max-field-length 65536");
    assertThat(reasonsOf(4, "é".repeat(65_536) + "\uFFFD", "1", "1", NOON, null))
        .containsExactly(
            "too_long | id | id: '"
                + "é".repeat(60)
                + "…' has 65537 characters, more than max-field-length 65536");
  }

  @Test
  void aLineThatEndsInAQuotedValueIsNotTaken() {
    Row line =
        RowFactory.create(
            "a", "1", null, NOON, "me", "a,1,,\"me", 8, "f.csv", Timestamp.from(Instant.EPOCH));

    assertThat(reasonsIn(new PipelineFolder(root), line))
        .containsExactly(
            "unclosed_quote | null | a value begins with a quote that does not end in the same"
                + " line");
  }

  private List<String> reasonsOf(int unfit, String... values) {
    Object[] row = new Object[values.length + 4];
    System.arraycopy(values, 0, row, 0, values.length);
    row[values.length + 1] = unfit;
    row[values.length + 2] = "f.csv";
    row[values.length + 3] = Timestamp.from(Instant.parse("2026-02-01T00:00:00Z"));
    return reasonsIn(new PipelineFolder(root), RowFactory.create(row));
  }

  private List<String> reasons(String... values) {
    return reasonsIn(new PipelineFolder(root), values);
  }

  private List<String> reasonsIn(PipelineFolder folder, String... values) {
    return reasonsIn(
        folder,
        RowFactory.create(
            values[0],
            values[1],
            values[2],
            values[3],
            values[4],
            null,
            0,
            "f.csv",
            Timestamp.from(Instant.parse("2026-02-01T00:00:00Z"))));
  }

  private List<String> reasonsIn(PipelineFolder folder, Row raw) {
    ValidatedRecords refined =
        SourceFormats.refiner(spark, folder.load())
            .refine(spark.createDataFrame(List.of(raw), RAW), Instant.EPOCH);
    List<Row> failed = refined.failed().select("reasons").collectAsList();
    assertThat(failed.size() + refined.passed().collectAsList().size()).isOne();
    return failed.isEmpty()
        ? List.of()
        : failed.get(0).<Row>getList(0).stream().map(reason -> reason.mkString(" | ")).toList();
  }
}
