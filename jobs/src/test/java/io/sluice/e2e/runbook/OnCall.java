// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.DeltaFolder;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.faults.Crashes;
import io.sluice.e2e.oracle.Landed;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Folders;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.Shell;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The engineer on call, with a page open at the section of a {@link Scenario}, and a pipeline
 * {@code transactions} whose SQL may be edited. Types the section's commands as they are there. A
 * test has to type all of them, and to see all that the section quotes.
 */
public final class OnCall implements BeforeEachCallback, AfterEachCallback {
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<![-\\w])[A-Z][A-Z_]+\\b");

  private final Map<String, String> meanings = new HashMap<>();
  private final Map<String, String> examples = new HashMap<>();
  private final Set<String> typed = ConcurrentHashMap.newKeySet();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final List<Landed> landed = new ArrayList<>();
  private Path folder;
  private Runbook.Section section;
  private Workspace workspace;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    SparkSessionExtension.spark();
    Crashes.forget();
    Scenario scenario = context.getRequiredTestMethod().getAnnotation(Scenario.class);
    section = Runbook.read(scenario.page()).section(scenario.value());
    folder = Files.createTempDirectory("on-call").toRealPath();
    Path sql = Pipelines.copy(Pipelines.REAL, TransactionsPipeline.NAME, folder.resolve("sql"));
    workspace = new Workspace(folder.resolve("data"), sql, TransactionsPipeline.NAME);
    Files.createDirectories(workspace.in("landing"));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (context.getExecutionException().isEmpty()) {
      assertThat(section.commands()).as("typed").allMatch(typed::contains);
      assertThat(section.quotes()).as("seen among %s", seen).allMatch(this::isSeen);
      Folders.delete(folder);
    }
  }

  /** The pipeline's data. */
  public Workspace workspace() {
    return workspace;
  }

  /** A path where the engineer types. */
  public Path in(String path) {
    return folder.resolve(path);
  }

  /** How many data files the newest versions of all tables have. */
  public int dataFiles() throws IOException {
    int files = 0;
    try (Stream<Path> tables = Files.list(workspace.in("tables"))) {
      for (Path table : tables.toList()) {
        files += new DeltaFolder(table).current().size();
      }
    }
    return files;
  }

  /** Changes a file of the pipeline's folder. */
  public void edit(String file, String text, String replacement) throws IOException {
    Path path = folder.resolve("sql/transactions").resolve(file);
    String before = Files.readString(path);
    assertThat(before).contains(text);
    Files.writeString(path, before.replace(text, replacement));
  }

  /** Leaves one of the pipeline's own test cases: what all of them hold is tested elsewhere. */
  public void keepOneTestCase() throws IOException {
    try (Stream<Path> cases = Files.list(folder.resolve("sql/transactions/tests"))) {
      for (Path each : cases.sorted().skip(1).toList()) {
        Folders.delete(each);
      }
    }
  }

  /** Takes in what is in landing/, as one batch, and remembers it for the oracle. */
  public RunResult takeIn(long batch) throws IOException {
    expect(batch);
    return succeeds("transform");
  }

  /** What is in landing/ will be one batch; where names are given, just those files. */
  public void expect(long batch, String... names) throws IOException {
    Landed.in(workspace.in("landing"), Integer.MAX_VALUE, batch).stream()
        .filter(file -> names.length == 0 || Arrays.asList(names).contains(file.name()))
        .forEach(landed::add);
  }

  /** What the tables have to hold of all that was expected, but for some files. */
  public TransactionsOracle oracle(String... without) {
    return new TransactionsOracle(
        landed.stream().filter(file -> !Arrays.asList(without).contains(file.name())).toList());
  }

  /** A run that Airflow or a person has started, and that ends with 0. */
  public RunResult succeeds(String job, String... options) throws IOException {
    return sees(0, job, options);
  }

  /** A run that Airflow or a person has started: on-call sees what it prints. */
  public RunResult sees(int exitCode, String job, String... options) throws IOException {
    return ended(exitCode, workspace.run(job, options));
  }

  /** What a word in capitals stands for, from now on. */
  public OnCall with(String placeholder, Object meaning) {
    meanings.put(placeholder, String.valueOf(meaning));
    return this;
  }

  /** What is to be typed instead of a value that the section gives as an example, from now on. */
  public OnCall insteadOf(String example, Object actual) {
    examples.put(example, String.valueOf(actual));
    return this;
  }

  /**
   * Types the one command of the section that has all of these words, and none that is given here
   * with a {@code !} before it; it ends with 0.
   */
  public RunResult types(String... words) throws IOException {
    return types(0, words);
  }

  public RunResult types(int exitCode, String... words) throws IOException {
    List<String> line = Shell.words(command(words), folder);
    assertThat(line.get(0)).isEqualTo("./sluice");
    Crashes.forget();
    return ended(exitCode, workspace.type(line.subList(1, line.size())));
  }

  /** Types a command that isn't one of Sluice's, in the shell, and gives what it prints. */
  public List<String> typesInShell(int exitCode, String... words) throws IOException {
    Shell.Result result = Shell.run(command(words), folder);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    seen.addAll(result.lines());
    return result.lines();
  }

  /** Counts a command as typed that no test can type; says why. */
  public void cannotType(String command, String why) {
    assertThat(section.commands()).as(why).contains(command);
    typed.add(command);
  }

  private String command(String... words) {
    List<String> found =
        section.commands().stream()
            .filter(line -> Arrays.stream(words).allMatch(word -> fits(line, word)))
            .toList();
    assertThat(found).as("commands with %s", List.of(words)).hasSize(1);
    typed.add(found.get(0));
    String line = found.get(0);
    for (Map.Entry<String, String> example : examples.entrySet()) {
      line = line.replace(example.getKey(), example.getValue());
    }
    return PLACEHOLDER
        .matcher(line)
        .replaceAll(match -> Matcher.quoteReplacement(meaning(match.group())));
  }

  private static boolean fits(String line, String word) {
    return word.startsWith("!")
        ? !fits(line, word.substring(1))
        : (" " + line + " ").contains(" " + word + " ");
  }

  private String meaning(String placeholder) {
    assertThat(meanings).as("what the words in capitals stand for").containsKey(placeholder);
    return meanings.get(placeholder);
  }

  private RunResult ended(int exitCode, RunResult run) {
    assertThat(run.exitCode()).as("%s", String.join("\n", run.stdout())).isEqualTo(exitCode);
    seen.addAll(run.stdout());
    return run;
  }

  private boolean isSeen(String quote) {
    return seen.stream().anyMatch(line -> Runbook.matches(quote, line));
  }
}
