package io.sluice.tool;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of one case.
 *
 * @param given where each given relation lies, by its name
 * @param expected what each expected relation should be, by its name
 */
record CaseFiles(SortedMap<String, Path> given, SortedMap<String, CsvTable> expected) {
  private static final String GIVEN = "given";
  private static final String EXPECTED = "expected";
  private static final String CSV = ".csv";

  static CaseFiles in(Storage storage, Path folder) {
    SortedMap<String, Path> given = files(storage, folder, GIVEN);
    SortedMap<String, CsvTable> expected = new TreeMap<>();
    files(storage, folder, EXPECTED)
        .forEach(
            (relation, path) ->
                expected.put(
                    relation,
                    CsvTable.parse(
                        "case %s: expected/%s.csv".formatted(folder.getName(), relation),
                        storage.read(path))));
    return new CaseFiles(given, expected);
  }

  private static SortedMap<String, Path> files(Storage storage, Path folder, String subfolder) {
    SortedMap<String, Path> files = new TreeMap<>();
    for (FileStatus entry : storage.list(new Path(folder, subfolder))) {
      String name = entry.getPath().getName();
      if (!name.endsWith(CSV)) {
        throw Problem.invalid(
            "Cannot read case %s: %s/%s is no CSV file; name it <relation>.csv"
                .formatted(folder.getName(), subfolder, name));
      }
      files.put(name.substring(0, name.length() - CSV.length()), entry.getPath());
    }
    if (files.isEmpty()) {
      throw Problem.invalid(
          "Cannot read case %s: it has no %s/<relation>.csv; write one"
              .formatted(folder.getName(), subfolder));
    }
    return files;
  }
}
