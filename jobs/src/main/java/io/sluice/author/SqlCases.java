// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The cases of a pipeline's folder: one folder each, under {@code tests/}. */
public record SqlCases(Storage storage, Pipeline pipeline) {
  static final String FOLDER = "tests";

  /** Cases in their order; none where the pipeline has no {@code tests/}. */
  public List<String> names() {
    return folders().stream().map(Path::getName).toList();
  }

  List<Path> folders() {
    return storage.list(folder()).stream()
        .filter(FileStatus::isDirectory)
        .map(FileStatus::getPath)
        .toList();
  }

  /**
   * Cases to be run in a session.
   *
   * @throws Problem INVALID where the pipeline's SQL doesn't fit what it reads
   */
  public List<SqlCase> open(SparkSession spark, Collection<String> names) {
    CaseRelations relations =
        CaseRelations.of(spark, storage, pipeline, names.stream().map(this::folder).toList());
    return names.stream().map(name -> new SqlCase(storage, folder(name), relations)).toList();
  }

  /**
   * The wanted of the cases there are, or all.
   *
   * @throws Problem INVALID where there is no case of a wanted name
   */
  List<String> chosen(List<String> wanted) {
    List<String> names = names();
    String unknown =
        wanted.stream()
            .distinct()
            .filter(name -> !names.contains(name))
            .map(name -> unknown(name, names))
            .collect(Collectors.joining("\n"));
    if (!unknown.isEmpty()) {
      throw Problem.invalid(unknown);
    }
    return wanted.isEmpty() ? names : names.stream().filter(wanted::contains).toList();
  }

  private String unknown(String name, List<String> names) {
    String has =
        names.isEmpty() ? "no cases" : "no such case; it has " + Suggestions.first(name, names);
    return "Cannot run case %s: %s has %s".formatted(Escaped.quoted(name), pipeline.name(), has);
  }

  /** The folder of a case. */
  Path folder(String name) {
    return new Path(folder(), name);
  }

  private Path folder() {
    return new Path(pipeline.folder(), FOLDER);
  }
}
