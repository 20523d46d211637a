// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The reading of all test cases of a pipeline by a thread of its own: a pipeline has many small
 * files of them, and Spark's analyzer, which takes longer, uses one core. The thread uses nothing
 * of Spark.
 */
final class CaseReading {
  private final CompletableFuture<Tests> reading;

  private CaseReading(CompletableFuture<Tests> reading) {
    this.reading = reading;
  }

  /**
   * What is in the folder of tests.
   *
   * @param strays what is no folder
   */
  record Tests(List<FileStatus> strays, List<Case> cases) {}

  /**
   * One case.
   *
   * @param name relative to the pipeline's folder, such as {@code tests/my_case}
   * @param entries all that is in its folder
   * @param files those of given/ and expected/ that have a name which says what they are
   * @param contents of those files
   * @param wrong what is wrong with the names
   */
  record Case(
      String name,
      List<FileStatus> entries,
      CaseFiles files,
      Map<CaseFile, Content> contents,
      List<Problem> wrong) {

    /**
     * The table in one of the files.
     *
     * @throws Problem INVALID where it holds none
     */
    CaseTable table(CaseFile file) {
      return contents.get(file).table();
    }
  }

  /** A file's table, or why there is none. */
  private record Content(CaseTable known, Problem wrong) {
    static Content of(Storage storage, CaseFile file) {
      try {
        return new Content(file.table(storage), null);
      } catch (Problem e) {
        return new Content(null, e);
      }
    }

    CaseTable table() {
      if (wrong != null) {
        throw wrong;
      }
      return known;
    }
  }

  /** Begins to read. */
  static CaseReading of(Storage storage, Path pipelineFolder) {
    Path tests = new Path(pipelineFolder, SqlCases.FOLDER);
    return new CaseReading(
        CompletableFuture.supplyAsync(() -> read(storage, tests), CaseReading::start));
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "test-cases");
    thread.setDaemon(true);
    thread.start();
  }

  /** All cases, once they are read. */
  Tests tests() {
    try {
      return reading.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Tests read(Storage storage, Path tests) {
    List<FileStatus> strays = new ArrayList<>();
    List<Case> cases = new ArrayList<>();
    for (FileStatus entry : storage.list(tests)) {
      if (entry.isDirectory()) {
        cases.add(read(storage, tests, entry.getPath()));
      } else {
        strays.add(entry);
      }
    }
    return new Tests(strays, cases);
  }

  private static Case read(Storage storage, Path tests, Path folder) {
    List<Problem> wrong = new ArrayList<>();
    CaseFiles files = CaseFiles.in(storage, folder, wrong::add);
    Map<CaseFile, Content> contents = new HashMap<>();
    files.given().values().forEach(file -> contents.put(file, Content.of(storage, file)));
    files.expected().values().forEach(file -> contents.put(file, Content.of(storage, file)));
    String name = tests.getName() + "/" + folder.getName();
    return new Case(name, storage.list(folder), files, contents, wrong);
  }
}
