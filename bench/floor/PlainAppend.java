package floor;

import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.input_file_name;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The floor that transform is compared with: what a plain Spark batch job does to fill the same
 * table. A pipeline's files are read with its schema by Spark's own reader of their format, its
 * transformations are run, and the rows are appended to a Delta table; nothing is checked. What
 * doesn't fit becomes null, and its row is appended like all others.
 *
 * <pre>spark-submit --class floor.PlainAppend floor.jar sql/transactions LANDING TABLE</pre>
 */
public final class PlainAppend {
  private PlainAppend() {}

  public static void main(String[] args) throws IOException {
    Path pipeline = Path.of(args[0]);
    String landing = args[1];
    String table = args[2];
    JsonNode definition =
        new ObjectMapper(new YAMLFactory()).readTree(pipeline.resolve("pipeline.yaml").toFile());
    JsonNode source = definition.required("source");

    try (SparkSession spark =
        SparkSession.builder()
            .config("spark.sql.session.timeZone", "UTC")
            // Without it, Spark fails on a day that doesn't exist instead of reading it as null.
            .config("spark.sql.legacy.timeParserPolicy", "CORRECTED")
            .getOrCreate()) {
      // A reader takes no notice of options that are another format's.
      spark
          .read()
          .format(source.path("format").asText("csv"))
          .schema(source.required("schema").textValue())
          .option("header", true)
          .option("multiLine", source.at("/options/multi-line").asBoolean(false))
          .option(
              "timestampFormat", source.at("/timestamp-formats/0").asText("yyyy-MM-dd HH:mm:ss"))
          .load(landing)
          .selectExpr(
              "*", "_metadata.file_path as _file", "_metadata.file_modification_time as _landed_at")
          .createOrReplaceTempView("source");
      spark
          .sql(Files.readString(pipeline.resolve("transformations.sql")))
          .withColumn("source_file", input_file_name())
          .withColumn("processed_timestamp", current_timestamp())
          .write()
          .format("delta")
          .mode("append")
          .partitionBy(definition.required("event-date").textValue())
          .save(table);
    }
  }
}
