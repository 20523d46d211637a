// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.corpus;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One folder of the corpus: files as they are there or as {@code case.yaml} describes them, and
 * what must become of each.
 *
 * @param pipeline that takes them
 * @param expected by file, as {@link Fates} tells it
 */
record CorpusCase(
    String name,
    String pipeline,
    List<Path> files,
    List<MadeFile> made,
    Map<String, Object> expected) {

  private static final String DESCRIPTION = "case.yaml";

  /** All cases, by name. */
  static List<CorpusCase> all(Path folder) throws IOException {
    List<CorpusCase> cases = new ArrayList<>();
    for (Path path : list(folder)) {
      if (Files.isDirectory(path)) {
        cases.add(read(path));
      }
    }
    return cases;
  }

  private static CorpusCase read(Path folder) throws IOException {
    Map<String, Object> description;
    try (Reader reader = Files.newBufferedReader(folder.resolve(DESCRIPTION))) {
      description = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
    }
    List<MadeFile> made = new ArrayList<>();
    section(description, "make")
        .forEach((name, steps) -> made.add(new MadeFile(name, section(Map.of("", steps), ""))));
    return new CorpusCase(
        folder.getFileName().toString(),
        (String) description.getOrDefault("pipeline", "corpus"),
        list(folder).stream().filter(file -> !file.endsWith(DESCRIPTION)).toList(),
        made,
        section(description, "expected"));
  }

  void land(Path landing) throws IOException {
    Files.createDirectories(landing);
    for (Path file : files) {
      Files.copy(file, landing.resolve(file.getFileName()));
    }
    for (MadeFile file : made) {
      file.make(landing);
    }
  }

  @SuppressWarnings("unchecked") // YAML's maps have text for keys here
  private static Map<String, Object> section(Map<String, Object> description, String name) {
    return new TreeMap<>((Map<String, Object>) description.getOrDefault(name, Map.of()));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }
}
