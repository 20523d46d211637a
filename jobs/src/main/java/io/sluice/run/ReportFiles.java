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
        storage.names(folder).stream()
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
    return names()
        .filter(name -> start(name).filter(start -> start.isBefore(time)).isPresent())
        .map(this::path)
        .toList();
  }

  /** The last report of each job; of those that started in one second the one written last. */
  public SortedMap<String, Path> newest() {
    Comparator<String> order =
        Comparator.<String, String>comparing(name -> report(name).group(1))
            .thenComparing(
                name -> storage.status(path(name)).map(FileStatus::getModificationTime).orElse(0L));
    SortedMap<String, String> newest = new TreeMap<>();
    names()
        .filter(name -> report(name).matches())
        .forEach(name -> newest.merge(report(name).group(2), name, BinaryOperator.maxBy(order)));
    SortedMap<String, Path> paths = new TreeMap<>();
    newest.forEach((job, name) -> paths.put(job, path(name)));
    return paths;
  }

  /** The reports of one run, in the order in which its jobs started. */
  public List<Path> of(String runId) {
    return names()
        .filter(name -> report(name).matches() && report(name).group(3).equals(runId))
        .map(this::path)
        .toList();
  }

  private Stream<String> names() {
    return storage.names(folder).stream();
  }

  private Path path(String name) {
    return new Path(folder, name);
  }

  /** A name taken apart: start, job and run id. */
  private static Matcher report(String name) {
    Matcher report = REPORT.matcher(name);
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
