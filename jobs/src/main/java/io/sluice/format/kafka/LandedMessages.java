// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.kafka;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Columns of the Parquet files that messages are in, as Spark's reader of Kafka has them. */
public final class LandedMessages {
  public static final String VALUE = "value";
  public static final String KEY = "key";
  public static final String HEADERS = "headers";
  public static final String TIMESTAMP = "timestamp";
  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";

  public static final StructType SCHEMA =
      new StructType()
          .add(VALUE, DataTypes.BinaryType)
          .add(KEY, DataTypes.BinaryType)
          .add(
              HEADERS,
              DataTypes.createArrayType(
                  new StructType()
                      .add("key", DataTypes.StringType)
                      .add("value", DataTypes.BinaryType)))
          .add(TIMESTAMP, DataTypes.TimestampType)
          .add(TOPIC, DataTypes.StringType)
          .add(PARTITION, DataTypes.IntegerType)
          .add(OFFSET, DataTypes.LongType);

  private LandedMessages() {}
}
