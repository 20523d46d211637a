package io.sluice.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * One case of a pipeline's SQL: what is given, and what should come of it. It runs the code that
 * the jobs run.
 */
public final class SqlCase {
  private final Path folder;
  private final CaseFiles files;
  private final CaseRelations relations;

  SqlCase(Path folder, CaseFiles files, CaseRelations relations) {
    this.folder = folder;
    this.files = files;
    this.relations = relations;
  }

  /** The folder's name, which says what the case is about. */
  public String name() {
    return folder.getName();
  }

  public Path folder() {
    return folder;
  }

  /**
   * Runs the case.
   *
   * @return for each expected relation that came out otherwise, a text of several lines that shows
   *     the rows; empty where the case holds
   * @throws io.sluice.problem.Problem INVALID where the case itself is wrong
   */
  public List<String> differences() {
    List<String> differences = new ArrayList<>();
    try (CaseRun run = relations.run(name(), files)) {
      for (Map.Entry<String, CsvTable> expected : files.expected().entrySet()) {
        List<List<String>> found = run.rows(expected.getKey(), expected.getValue().columns());
        RowDifference.of(expected.getValue(), found)
            .map(RowDifference::text)
            .map(text -> "expected/%s.csv: %s".formatted(expected.getKey(), text))
            .ifPresent(differences::add);
      }
    }
    return differences;
  }
}
