// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.pipeline.Reference;
import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.testing.SparkSessionExtension;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkSessionExtension.class)
class ReferenceJoinsTest {
  private static final List<Reference> REFERENCES =
      List.of(
          new Reference.OfRelation("meters", "grid", "meters", List.of("meter"), Set.of("owner")),
          new Reference.OfRelation(
              "rates", "grid", "rates", List.of("city", "year"), Set.<String>of()));

  private final SparkSession spark;
  private final Dataset<Row> source;
  private final Dataset<Row> input;
  private final Lookups lookups;

  ReferenceJoinsTest(SparkSession spark) {
    this.spark = spark;
    StructType schema = StructType.fromDDL("id STRING, n INT, parts STRING");
    this.source = spark.createDataFrame(List.of(), schema);
    this.input =
        spark.createDataFrame(
            List.of(
                RowFactory.create("1", 2026, "a,b", "first"),
                RowFactory.create("2", 2027, "a", "second"),
                RowFactory.create("x", 2026, null, "third")),
            schema.add("_origin", "STRING"));
    this.lookups =
        new Lookups(
            Map.of(
                "meters",
                rows(
                    "meter INT, city STRING, owner STRING, tags ARRAY<STRING>",
                    RowFactory.create(1, "Bonn", "Ann", new String[] {"s", "t"}),
                    RowFactory.create(3, "Ulm", "Bob", new String[0])),
                "rates",
                rows(
                    "city STRING, year SMALLINT, rate DOUBLE",
                    RowFactory.create("Bonn", (short) 2026, 0.5),
                    RowFactory.create("Bonn", (short) 2027, 0.6))));
  }

  private Dataset<Row> rows(String ddl, Row... rows) {
    return spark.createDataFrame(List.of(rows), StructType.fromDDL(ddl));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select id, city from source left join meters on source.n = meters.meter",
        "select id, m.city from source as s left outer join meters as m on m.meter = s.n",
        "select id, city from source left join meters on n = meter and meter = n",
        "select id, city from (select id, n as meter from source) as s left join meters using (meter)",
        "select id, city from (select id, n as meter from source) as s natural left join meters",
        "with s as (select id, n + 1 as next from source) select id, city from s left join meters on next = meter",
        "select a.city as a, b.city as b from source left join meters a on n = a.meter left join meters b on n + 1 = b.meter",
        "select id, rate from source left join meters on n = meter left join rates on rates.city = meters.city and rates.year = n",
        "select id, rate from source left join rates on upper(id) = city and cast(n as bigint) = year",
        "select id, city, part from source left join meters on n = meter lateral view explode(split(parts, ',')) as part",
        "select /*+ broadcast(meters) */ id, city from source left join meters on n = meter"
      })
  void takesLeftJoinsOnTheWholeKey(String sql) {
    RowWiseQuery query = query(sql);

    assertThat(query.isOneToOne()).isEqualTo(!sql.contains("explode"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          select id from source join meters on n = meter | it joins meters by INNER JOIN; a left join keeps every record, whether it finds a row or not
          select id from source right join meters on n = meter | it joins meters by RIGHT OUTER JOIN; a left join keeps every record, whether it finds a row or not
          select id from source full join meters on n = meter | it joins meters by FULL OUTER JOIN; a left join keeps every record, whether it finds a row or not
          select id from source left semi join meters on n = meter | it joins meters by LEFT SEMI JOIN; a left join keeps every record, whether it finds a row or not
          select id from source left anti join meters on n = meter | it joins meters by LEFT ANTI JOIN; a left join keeps every record, whether it finds a row or not
          select id from source cross join meters | it joins meters by CROSS JOIN; a left join keeps every record, whether it finds a row or not
          select id from source, meters | it joins meters by INNER JOIN; a left join keeps every record, whether it finds a row or not
          select id from source left join meters | it joins meters without a condition; join it on its key: meter
          select id from source left join meters on true | it joins meters on true, which is not the equality of a column of its key (meter) with a value of the record
          select id from source left join meters on n > meter | it joins meters on (source.n > meters.meter), which is not the equality of a column of its key (meter) with a value of the record
          select id from source left join meters on n <=> meter | it joins meters on (source.n <=> meters.meter), which is not the equality of a column of its key (meter) with a value of the record
          select id from source left join meters on n = meter or n = 1 | it joins meters on ((source.n = meters.meter) OR (source.n = 1)), which is not the equality of a column of its key (meter) with a value of the record
          select id from source left join meters on n = meter + 1 | it joins meters on (source.n = (meters.meter + 1)), which is not the equality of a column of its key (meter) with a value of the record
          select id from source left join meters on meter = 1 and n > 0 | it joins meters on (source.n > 0), which is not the equality of a column of its key (meter) with a value of the record
          select id from source left join meters on id = city | it joins meters on city, which is no column of its key; join it on all of its key and nothing else: meter
          select id from source left join meters on n = meter and id = city | it joins meters on city, which is no column of its key; join it on all of its key and nothing else: meter
          select id from source left join rates on id = city | it joins rates without year of its key, so that a record could find several rows; join it on all of its key: city, year
          select id from source left join meters on cast(n as float) = cast(meter as float) | it joins meters on (CAST(source.n AS FLOAT) = CAST(meters.meter AS FLOAT)), which is not the equality of a column of its key (meter) with a value of the record
          select id from meters left join source on n = meter | it selects from the reference meters; select from source, and left join meters to it
          select city from meters | it selects from the reference meters; select from source, and left join meters to it
          select a.id from source as a left join source as b on a.n = b.n | it joins what is no reference; rows find others only in references, by left join
          select id from source left join (select * from meters where meter > 1) as m on n = meter | it joins what is no reference; rows find others only in references, by left join
          select id from source left join meters on n = meter where city is not null | it uses filter; filtering is a rule's work, so that it leaves a trace, and rows are neither merged nor counted here
          select id from source where n in (select meter from meters) | it uses filter; filtering is a rule's work, so that it leaves a trace, and rows are neither merged nor counted here
          select (select max(city) from meters) as c from source | a subquery looks at other rows
          """)
  void refusesOtherJoins(String sql, String why) {
    Problem problem = catchThrowableOfType(Problem.class, () -> query(sql));

    assertThat(problem.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(problem.getMessage()).isEqualTo("Cannot use t.sql: " + why);
  }

  @Test
  void aRecordFindsItsRowOrNone() {
    assertThat(
            found("select id, city from source left join meters on n - 2025 = meter", "id", "city"))
        .containsExactly("1 Bonn first", "2 null second", "x Bonn third");
  }

  @Test
  void aValueThatFailsFindsNothingAndIsAnErrorOfItsRecord() {
    String sql = "select id, city from source left join meters on cast(id as int) = meter";

    assertThat(found(sql, "id", "city", QuickGuarding.FAILED))
        .containsExactly("1 Bonn false first", "2 null false second", "x null true third");
    assertThat(
            thorough(sql).stream()
                .map(row -> row.getList(row.fieldIndex(ThoroughGuarding.ERRORS)).toString()))
        .allMatch(
            errors ->
                errors.equals("[]")
                    || errors.equals("[null]")
                    || errors.startsWith(
                        "[t.sql:1:49: the join of meters fails at cast(id as int): [CAST_INVALID_INPUT] The value 'x'"));
  }

  @Test
  void columnsOfAReferenceAreGuardedAsOthers() {
    assertThat(
            found(
                "select id, 1 / (meter - 1) as share from source left join meters on n - 2025 = meter",
                "id",
                QuickGuarding.FAILED))
        .containsExactly("1 true first", "2 false second", "x true third");
  }

  @Test
  void personalColumnsOfAReferenceStayHidden() {
    List<String> errors =
        thorough(
                "select cast(owner as int) as age from source left join meters on n - 2025 = meter")
            .stream()
            .map(row -> row.getList(row.fieldIndex(ThoroughGuarding.ERRORS)).toString())
            .toList();

    assertThat(errors.toString()).contains("hidden: personal").doesNotContain("Ann");
  }

  @Test
  void aReferenceMayGiveARecordSeveralRows() {
    assertThat(
            found(
                "select id, tag from source left join meters on n - 2025 = meter lateral view explode(tags) as tag",
                "id",
                "tag"))
        .containsExactly("1 s first", "1 t first", "x s third", "x t third");
  }

  @Test
  void tellsWhatColumnsAreMadeOf() {
    Map<String, ColumnOrigins.Origins> origins =
        query(
                "select id, concat(parts, owner) as o, rate from source left join meters on n = meter left join rates on rates.city = meters.city and year = cast(parts as smallint)")
            .origins();

    assertThat(shown(origins.get("id"))).isEqualTo("[id] []");
    assertThat(shown(origins.get("o"))).isEqualTo("[n, parts] [meters] personal");
    assertThat(shown(origins.get("rate"))).isEqualTo("[n, parts] [meters, rates]");
  }

  private static String shown(ColumnOrigins.Origins origins) {
    String references =
        origins.references().stream()
            .map(Reference::name)
            .sorted()
            .collect(Collectors.joining(", ", "[", "]"));
    return origins.source() + " " + references + (origins.isPersonal() ? " personal" : "");
  }

  private RowWiseQuery query(String sql) {
    return RowWiseQuery.of(new SqlFile("t.sql", sql, ""), source, Set.of(), REFERENCES, lookups);
  }

  private List<String> found(String sql, String... columns) {
    return query(sql).over(input, false, new QuickGuarding()).collectAsList().stream()
        .map(
            row ->
                Arrays.stream(columns)
                        .map(column -> "" + row.getAs(column))
                        .collect(Collectors.joining(" "))
                    + " "
                    + row.getAs("_origin"))
        .sorted()
        .toList();
  }

  private List<Row> thorough(String sql) {
    return query(sql).over(input, false, new ThoroughGuarding()).collectAsList();
  }
}
