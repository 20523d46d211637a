// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import io.sluice.text.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Looks for files that seem to be meant, and that nothing reads: a misspelt rules.sql or
 * aggregations/ would silently do nothing.
 */
record FolderEntries(Storage storage, Path folder, Findings findings) {
  private static final List<String> FILES =
      List.of(
          Section.FILE,
          PipelineLoader.RULES,
          PipelineLoader.TRANSFORMATIONS,
          PipelineLoader.GENERATE,
          Macro.FILE);
  private static final List<String> FOLDERS =
      List.of(
          PipelineLoader.AGGREGATIONS,
          PipelineLoader.QUALITY,
          Reference.OfFile.FOLDER,
          Export.FOLDER,
          "tests");

  /** Like SQL or YAML but for letter case or something behind it, such as daily.sql.bak. */
  private static final Pattern MEANT =
      Pattern.compile(".*\\.(sql|ya?ml)([._-].*)?", Pattern.CASE_INSENSITIVE);

  /** What editors and tools keep beside the files of people. */
  private static final Pattern OF_TOOLS = Pattern.compile("\\..*|#.*#|.*~");

  void check() {
    for (FileStatus entry : entries("")) {
      String name = entry.getPath().getName();
      if (entry.isDirectory()) {
        checkFolder(name);
      } else if (!FILES.contains(name) && seemsMeant(name, FILES)) {
        findings.add(
            name,
            "found a file that means nothing here%s; allowed: %s, and those in %s/, %s/ and %s/"
                .formatted(
                    Suggestions.didYouMean(name, FILES),
                    String.join(", ", FILES),
                    PipelineLoader.AGGREGATIONS,
                    PipelineLoader.QUALITY,
                    Export.FOLDER));
      }
    }
    checkFiles(PipelineLoader.AGGREGATIONS, "<relation>", PipelineLoader.SQL);
    checkFiles(PipelineLoader.QUALITY, "<check>", PipelineLoader.SQL);
    checkFiles(Export.FOLDER, "<export>", ExportsReader.YAML);
  }

  private void checkFolder(String name) {
    boolean isNear = Suggestions.near(name, FOLDERS).isPresent();
    if (!FOLDERS.contains(name) && (isNear || hasSql(name))) {
      findings.add(
          name + "/",
          "found a folder that means nothing here%s; allowed: %s/"
              .formatted(Suggestions.didYouMean(name, FOLDERS), String.join("/, ", FOLDERS)));
    }
  }

  /** Files of a folder that has one kind of them. */
  private void checkFiles(String subfolder, String name, String ending) {
    for (FileStatus entry : entries(subfolder)) {
      String file = entry.getPath().getName();
      boolean isRead = entry.isFile() && file.endsWith(ending);
      if (!isRead && (entry.isDirectory() || seemsMeant(file, List.of()))) {
        findings.add(
            subfolder + "/" + file + (entry.isDirectory() ? "/" : ""),
            "found a %s that nothing reads; allowed: %s%s in %s/ itself"
                .formatted(entry.isDirectory() ? "folder" : "file", name, ending, subfolder));
      }
    }
  }

  private boolean hasSql(String subfolder) {
    return entries(subfolder).stream()
        .anyMatch(entry -> MEANT.matcher(entry.getPath().getName()).matches());
  }

  private static boolean seemsMeant(String name, List<String> known) {
    String plain = name.toLowerCase(Locale.ROOT);
    return MEANT.matcher(plain).matches() || known.stream().anyMatch(plain::startsWith);
  }

  private List<FileStatus> entries(String subfolder) {
    Path path = subfolder.isEmpty() ? folder : new Path(folder, subfolder);
    return storage.list(path).stream()
        .filter(entry -> !OF_TOOLS.matcher(entry.getPath().getName()).matches())
        .toList();
  }
}
