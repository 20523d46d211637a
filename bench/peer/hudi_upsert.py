"""An upsert into an Apache Hudi table, by transaction and date, set up as its quick start says.

spark-submit --jars hudi-spark3.5-bundle_2.12-1.2.0.jar hudi_upsert.py LANDING TRANSFORMATIONS TABLE
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


def main(landing: str, transformations: str, table: str) -> None:
    spark = (
        SparkSession.builder.appName("transactions")
        .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .config("spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar")
        .config("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.hudi.catalog.HoodieCatalog"
        )
        .getOrCreate()
    )
    (
        spark.read.schema(SCHEMA)
        .option("header", True)
        .option("timestampFormat", "yyyy-MM-dd HH:mm:ss")
        .csv(landing)
        .where("amount > 0 and quantity > 0 and event_time >= '2000-01-01'")
        .createOrReplaceTempView("source")
    )
    (
        spark.sql(Path(transformations).read_text())
        .write.format("hudi")
        .option("hoodie.table.name", "transactions")
        .option("hoodie.datasource.write.operation", "upsert")
        .option("hoodie.datasource.write.recordkey.field", "transaction_id")
        .option("hoodie.datasource.write.partitionpath.field", "event_date")
        .option("hoodie.table.ordering.fields", "event_timestamp")
        .mode("append")
        .save(table)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
