// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.kafka;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.sluice.spark.NestedText;
import io.sluice.targets.NestedJson;
import io.sluice.targets.Shipment;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Messages that make a topic hold a shipment's rows: one for each row that it doesn't have, and one
 * without a value for each key that has gone. Keys and values are JSON objects.
 *
 * @param topic its name
 * @param key the columns of a row that are the key
 */
record RowMessages(String topic, List<String> key) {
  /** Columns of the result: value is null where the key has gone. */
  static final String KEY = "key";

  static final String VALUE = "value";

  /** How many rows have the key; more than one can't be told apart. */
  static final String ROWS = "rows";

  private static final String IS_NEW = "is_new";
  private static final String BEFORE = "before";

  /** So many rows are a partition at most, of which a few are in the driver at a time. */
  private static final long ROWS_OF_PARTITION = 100_000;

  /**
   * Messages for what differs from rows that the topic has.
   *
   * @param before those rows
   */
  Dataset<Row> since(Shipment shipment, Dataset<Row> before) {
    return compared(messages(shipment.rows()), messages(before), /* all= */ false);
  }

  /**
   * The same, compared with the topic itself.
   *
   * @param client how Spark reaches brokers
   */
  Dataset<Row> sinceTopic(Shipment shipment, Map<String, String> client) {
    Dataset<Row> there = held(shipment, client);
    Dataset<Row> ofDates =
        shipment
            .dates()
            .map(dates -> there.where(isOn(shipment.dateColumn().orElseThrow(), dates)))
            .orElse(there);
    return compared(messages(shipment.rows()), ofDates, /* all= */ false);
  }

  /** Messages for all rows, and for keys that the topic has and the rows don't. */
  Dataset<Row> all(Shipment shipment, Map<String, String> client) {
    return compared(messages(shipment.rows()), held(shipment, client), /* all= */ true);
  }

  /** Messages for all rows, for a topic that has none. */
  Dataset<Row> all(Shipment shipment) {
    Dataset<Row> rows = messages(shipment.rows());
    return compared(rows, rows.limit(0), /* all= */ true);
  }

  private Dataset<Row> messages(Dataset<Row> rows) {
    Column[] keys = named(key);
    Column[] all = named(List.of(rows.columns()));
    return rows.select(NestedJson.of(struct(keys)).as(KEY), NestedJson.of(struct(all)).as(VALUE));
  }

  /** What a reader of the compacted topic has. */
  private Dataset<Row> held(Shipment shipment, Map<String, String> client) {
    return shipment
        .rows()
        .sparkSession()
        .read()
        .format("kafka")
        .options(client)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .option("endingOffsets", "latest")
        .load()
        .groupBy(col(KEY).cast("string").as(KEY))
        .agg(expr("max_by(cast(value as string), offset)").as(VALUE))
        .where(col(KEY).isNotNull().and(col(VALUE).isNotNull()));
  }

  private static Column isOn(String dateColumn, SortedSet<LocalDate> dates) {
    Object[] texts = dates.stream().map(LocalDate::toString).toArray();
    return NestedText.field(col(KEY), dateColumn).isin(texts);
  }

  private static Dataset<Row> compared(Dataset<Row> rows, Dataset<Row> before, boolean all) {
    long partitions = 1 + (rows.count() + before.count()) / ROWS_OF_PARTITION;
    Column isNew = col(IS_NEW);
    Column isSent =
        lit(all)
            .or(col(BEFORE).isNull())
            .or(not(col(VALUE).eqNullSafe(col(BEFORE))))
            .or(col(ROWS).gt(1));
    return rows.withColumn(IS_NEW, lit(true))
        .union(before.withColumn(IS_NEW, lit(false)))
        .repartition(Math.toIntExact(partitions), col(KEY))
        .groupBy(col(KEY))
        .agg(
            count(when(isNew, lit(1))).as(ROWS),
            max(when(isNew, col(VALUE))).as(VALUE),
            max(when(not(isNew), col(VALUE))).as(BEFORE))
        .where(isSent)
        .select(KEY, VALUE, ROWS);
  }
}
