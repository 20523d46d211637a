// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The smallest good pipeline folder, {@code shop}, for tests to change. */
final class TestFolder {
  static final String YAML =
      """
      source:
        schema: |
          id STRING NOT NULL,
          price DECIMAL(10,2),
          sold_at TIMESTAMP NOT NULL
      table: sales
      key: [id]
      event-date: sold_date
      """;
  static final String RULES = "select price > 0 as price_is_positive from source\n";
  static final String TRANSFORMATIONS =
      "select id, price, to_date(sold_at) as sold_date from source\n";

  private final Path root;

  TestFolder(Path root) {
    this.root = root;
    write("pipeline.yaml", YAML);
    write("rules.sql", RULES);
    write("transformations.sql", TRANSFORMATIONS);
  }

  TestFolder write(String file, String text) {
    try {
      Path path = folder().resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestFolder delete(String file) {
    try {
      Files.delete(folder().resolve(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return root.resolve("shop");
  }

  Pipeline load() {
    return load(Map.of());
  }

  Pipeline load(Map<String, String> environment) {
    return load(root, "shop", environment);
  }

  static Pipeline load(Path root, String name, Map<String, String> environment) {
    return Pipeline.load(
        new Storage(new Configuration()),
        new org.apache.hadoop.fs.Path(root.toUri()),
        name,
        environment);
  }

  Problem problem() {
    return catchThrowableOfType(Problem.class, this::load);
  }

  /** What is wrong with the folder, without the headline and the places in files. */
  List<String> findingsAnywhere() {
    return findings().stream()
        .map(finding -> finding.replaceFirst(", line \\d+(, column \\d+)?: ", ": "))
        .toList();
  }

  /** What is wrong with the folder, without the headline. */
  List<String> findings() {
    return problem().getMessage().lines().skip(1).map(String::strip).toList();
  }
}
