// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.storage.Storage;
import io.sluice.text.Json;
import java.io.UncheckedIOException;
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
public record ReportFiles(Storage storage, DataFolder data) {
  private static final Pattern START = Pattern.compile("\\d{8}T\\d{6}Z");
  private static final Pattern REPORT = Pattern.compile("(" + START + ")-([a-z]+)-(.*)\\.json");

  /** One more than there are reports of this job under this run id. */
  public int nextAttempt(Report report) {
    String ending = ending(report);
    long earlier =
        storage.names(data.runs()).stream()
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
    String start = RunId.COMPACT_TIME.format(time);
    return names()
        .filter(name -> name.compareTo(start) < 0 && report(name).matches())
        .map(this::path)
        .toList();
  }

  /** The last report of each job; of those that started in one second the one written last. */
  public SortedMap<String, Path> newest() {
    Comparator<Path> order =
        Comparator.comparing((Path report) -> report(report.getName()).group(1))
            .thenComparing(this::writtenAt);
    SortedMap<String, Path> newest = new TreeMap<>();
    names()
        .filter(name -> report(name).matches())
        .forEach(
            name -> newest.merge(report(name).group(2), path(name), BinaryOperator.maxBy(order)));
    return newest;
  }

  /** The last report of a job; empty where there is none that can be read. */
  public Optional<JsonNode> last(String job) {
    try {
      return Optional.ofNullable(newest().get(job)).map(file -> Json.parse(storage.read(file)));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private long writtenAt(Path report) {
    return storage.status(report).map(FileStatus::getModificationTime).orElse(0L);
  }

  /** The reports of one run, in the order in which its jobs started. */
  public List<Path> of(String runId) {
    return names()
        .filter(name -> report(name).matches() && report(name).group(3).equals(runId))
        .map(this::path)
        .toList();
  }

  private Stream<String> names() {
    return storage.names(data.runs()).stream();
  }

  private Path path(String name) {
    return new Path(data.runs(), name);
  }

  /** A name taken apart: start, job and run id. */
  private static Matcher report(String name) {
    Matcher report = REPORT.matcher(name);
    report.matches();
    return report;
  }

  private Path file(Instant start, Report report) {
    return path(RunId.COMPACT_TIME.format(start) + ending(report));
  }

  private static String ending(Report report) {
    return "-" + report.job() + "-" + report.runId() + ".json";
  }
}
