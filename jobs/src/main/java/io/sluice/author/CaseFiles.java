// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The files of one case, by the relation that each is about. */
record CaseFiles(SortedMap<String, CaseFile> given, SortedMap<String, CaseFile> expected) {

  static final String GIVEN = "given";
  static final String EXPECTED = "expected";

  /**
   * @throws Problem INVALID where any of them can't be used
   */
  static CaseFiles in(Storage storage, Path folder) {
    return in(
        storage,
        folder,
        problem -> {
          throw problem;
        });
  }

  /**
   * The files that can be used.
   *
   * @param wrong takes what is wrong with the others
   */
  static CaseFiles in(Storage storage, Path folder, Consumer<Problem> wrong) {
    return new CaseFiles(
        files(storage, folder, GIVEN, wrong), files(storage, folder, EXPECTED, wrong));
  }

  private static SortedMap<String, CaseFile> files(
      Storage storage, Path folder, String subfolder, Consumer<Problem> wrong) {
    String parent = "%s/%s/%s".formatted(SqlCases.FOLDER, folder.getName(), subfolder);
    SortedMap<String, CaseFile> files = new TreeMap<>();
    for (FileStatus entry : storage.list(new Path(folder, subfolder))) {
      String fileName = entry.getPath().getName();
      String name = parent + "/" + fileName;
      String unfit = "it is neither <relation>.csv nor <relation>.json; rename it";
      Optional<CaseFile.Format> format =
          Arrays.stream(CaseFile.Format.values())
              .filter(each -> entry.isFile() && each.isOf(fileName))
              .findFirst();
      if (format.isEmpty()) {
        wrong.accept(CaseTable.wrong(name, unfit));
        continue;
      }
      CaseFile file = new CaseFile(name, entry.getPath(), format.get());
      CaseFile twin = files.put(format.get().relation(fileName), file);
      if (twin != null) {
        wrong.accept(
            CaseTable.wrong(name, "%s is there too; keep one of them".formatted(twin.name())));
      }
    }
    if (files.isEmpty()) {
      wrong.accept(
          CaseTable.wrong(
              parent, "it has no <relation>.csv or <relation>.json; write at least one"));
    }
    return files;
  }
}
