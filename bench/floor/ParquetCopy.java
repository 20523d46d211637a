package floor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Writes JSON lines of a pipeline as Parquet files, with the columns of its schema.
 *
 * <pre>spark-submit --class floor.ParquetCopy floor.jar PIPELINE_FOLDER LINES PARQUET FILES</pre>
 */
public final class ParquetCopy {
  private ParquetCopy() {}

  public static void main(String[] args) throws IOException {
    JsonNode source =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of(args[0]).resolve("pipeline.yaml").toFile())
            .required("source");
    try (SparkSession spark =
        SparkSession.builder().config("spark.sql.session.timeZone", "UTC").getOrCreate()) {
      spark
          .read()
          .schema(source.required("schema").textValue())
          .option("timestampFormat", source.required("timestamp-formats").required(0).textValue())
          .option("mode", "FAILFAST")
          .json(args[1])
          .coalesce(Integer.parseInt(args[3]))
          .write()
          .parquet(args[2]);
    }
  }
}
