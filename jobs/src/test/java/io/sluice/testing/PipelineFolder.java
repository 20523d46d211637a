// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import io.sluice.pipeline.Pipeline;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A pipeline's folder that a test writes; it starts as a small shop, {@code shop}. */
public final class PipelineFolder {
  public static final String NAME = "shop";

  public static final String YAML =
      """
      source:
        schema: |
          id       STRING NOT NULL,
          price    DECIMAL(10,2) NOT NULL,
          quantity INT,
          sold_at  TIMESTAMP NOT NULL,
          buyer    STRING
        timestamp-formats: ["yyyy-MM-dd HH:mm:ss"]
        personal: [buyer]
      table: sales
      key: [id]
      event-date: sold_date
      """;

  public static final String RULES =
      """
      select
          price > 0 as price_is_positive,
          quantity is null or price * quantity < 1000 as total_is_small,
          buyer is null or length(buyer) < 10 as buyer_is_short
      from source
      """;

  public static final String TRANSFORMATIONS =
      """
      select
          id,
          price,
          coalesce(quantity, 1) as quantity,
          to_date(sold_at) as sold_date
      from source
      """;

  /** Sales of a day from {@code :start} on. */
  public static final String GENERATE =
      """
      select
          concat('s', id) as id,
          cast(1 + id % 7 as decimal(10, 2)) as price,
          cast(id % 3 as int) as quantity,
          :start + make_dt_interval(0, 0, id % 60, 0) as sold_at
      from ids
      """;

  private final Path root;

  public PipelineFolder(Path root) {
    this.root = root;
    write("pipeline.yaml", YAML);
    write("rules.sql", RULES);
    write("transformations.sql", TRANSFORMATIONS);
  }

  /** Writes a file of the folder. */
  public PipelineFolder write(String file, String text) {
    try {
      Path path = root.resolve(NAME).resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Pipeline load() {
    return load(root, NAME);
  }

  /** A pipeline under any folder of pipelines. */
  public static Pipeline load(Path root, String name) {
    return Pipeline.load(
        new Storage(new Configuration()),
        new org.apache.hadoop.fs.Path(root.toString()),
        name,
        Map.of());
  }
}
