// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.storage.Storage;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The files of one case, by the relation that each is about. */
record CaseFiles(SortedMap<String, CaseFile> given, SortedMap<String, CaseFile> expected) {

  static CaseFiles in(Storage storage, Path folder) {
    return new CaseFiles(files(storage, folder, "given"), files(storage, folder, "expected"));
  }

  private static SortedMap<String, CaseFile> files(Storage storage, Path folder, String subfolder) {
    String parent = "%s/%s/%s".formatted(SqlCases.FOLDER, folder.getName(), subfolder);
    SortedMap<String, CaseFile> files = new TreeMap<>();
    for (FileStatus entry : storage.list(new Path(folder, subfolder))) {
      String fileName = entry.getPath().getName();
      String name = parent + "/" + fileName;
      String unfit = "it is neither <relation>.csv nor <relation>.json; rename it";
      CaseFile.Format format =
          Arrays.stream(CaseFile.Format.values())
              .filter(each -> entry.isFile() && each.isOf(fileName))
              .findFirst()
              .orElseThrow(() -> CaseTable.wrong(name, unfit));
      CaseFile twin =
          files.put(format.relation(fileName), new CaseFile(name, entry.getPath(), format));
      if (twin != null) {
        throw CaseTable.wrong(name, "%s is there too; keep one of them".formatted(twin.name()));
      }
    }
    if (files.isEmpty()) {
      throw CaseTable.wrong(
          parent, "it has no <relation>.csv or <relation>.json; write at least one");
    }
    return files;
  }
}
