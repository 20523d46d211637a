package io.sluice.run;

import io.sluice.storage.Storage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The reports of a pipeline's runs: one file each, written once, named by start, job and run id.
 */
public final class ReportFiles {
  private static final Pattern START = Pattern.compile("\\d{8}T\\d{6}Z");
  private static final Pattern REPORT = Pattern.compile("(" + START + ")-([a-z]+)-(.*)\\.json");

  private final Storage storage;
  private final Path folder;

  public ReportFiles(Storage storage, DataFolder data) {
    this.storage = storage;
    this.folder = data.runs();
  }

  /** One more than there are reports of this job under this run id. */
  public int nextAttempt(Report report) {
    String ending = ending(report);
    long earlier =
        storage.list(folder).stream()
            .map(file -> file.getPath().getName())
            .filter(name -> name.endsWith(ending))
            .map(name -> name.substring(0, name.length() - ending.length()))
            .filter(START.asMatchPredicate())
            .count();
    return (int) earlier + 1;
  }

  /** Writes the finished report; where its second is taken, under the next free one. */
  public void write(Report report, int attempt) {
    String json = report.json(attempt);
    Instant second = report.startedAt();
    while (!storage.createIfAbsent(file(second, report), json)) {
      second = second.plusSeconds(1);
    }
  }

  /** The reports of runs that started before a time. */
  public List<Path> before(Instant time) {
    return storage.list(folder).stream()
        .map(FileStatus::getPath)
        .filter(file -> start(file.getName()).filter(start -> start.isBefore(time)).isPresent())
        .toList();
  }

  /** The last report of each job, by the names of the files alone. */
  public SortedMap<String, Path> newest() {
    Comparator<FileStatus> order =
        Comparator.<FileStatus, String>comparing(file -> report(file).group(1))
            .thenComparing(FileStatus::getModificationTime);
    SortedMap<String, FileStatus> newest = new TreeMap<>();
    reports()
        .forEach(file -> newest.merge(report(file).group(2), file, BinaryOperator.maxBy(order)));
    SortedMap<String, Path> paths = new TreeMap<>();
    newest.forEach((job, file) -> paths.put(job, file.getPath()));
    return paths;
  }

  /** The reports of one run, in the order in which its jobs started. */
  public List<Path> of(String runId) {
    return reports()
        .filter(file -> report(file).group(3).equals(runId))
        .map(FileStatus::getPath)
        .toList();
  }

  private Stream<FileStatus> reports() {
    return storage.list(folder).stream().filter(file -> report(file).matches());
  }

  /** Its name taken apart: start, job and run id. */
  private static Matcher report(FileStatus file) {
    Matcher report = REPORT.matcher(file.getPath().getName());
    report.matches();
    return report;
  }

  private static Optional<Instant> start(String name) {
    Matcher report = REPORT.matcher(name);
    return report.matches()
        ? Optional.of(RunId.COMPACT_TIME.parse(report.group(1), Instant::from))
        : Optional.empty();
  }

  private Path file(Instant start, Report report) {
    return new Path(folder, RunId.COMPACT_TIME.format(start) + ending(report));
  }

  private static String ending(Report report) {
    return "-" + report.job() + "-" + report.runId() + ".json";
  }
}
