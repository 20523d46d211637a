"""What people start with: a stream of CSV files into Parquet files, with a checkpoint.

spark-submit plain_pyspark.py LANDING TRANSFORMATIONS TABLE CHECKPOINT
"""

import sys
from pathlib import Path

from pyspark.sql import SparkSession

SCHEMA = """
    transaction_id STRING, user_id STRING, product_id STRING, product_category STRING,
    amount DECIMAL(18,2), quantity INT, payment_method STRING, status STRING,
    event_time TIMESTAMP, country_code STRING, discount_percent DECIMAL(5,2),
    customer_segment STRING
"""


def main(landing: str, transformations: str, table: str, checkpoint: str) -> None:
    spark = SparkSession.builder.appName("transactions").getOrCreate()
    (
        spark.readStream.schema(SCHEMA)
        .option("header", True)
        .option("timestampFormat", "yyyy-MM-dd HH:mm:ss")
        .csv(landing)
        .where("amount > 0 and quantity > 0 and event_time >= '2000-01-01'")
        .createOrReplaceTempView("source")
    )
    (
        spark.sql(Path(transformations).read_text())
        .writeStream.format("parquet")
        .partitionBy("event_date")
        .option("checkpointLocation", checkpoint)
        .trigger(availableNow=True)
        .start(table)
        .awaitTermination()
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
