// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of pipeline.yaml, or of an export's file. What can't be read becomes a finding, and
 * the answer is then empty; {@link #built} makes a value only where there was no finding.
 */
final class Section {
  static final String FILE = "pipeline.yaml";

  private final String file;
  private final String path;
  private final Optional<Node> place;
  private final Map<String, Node> values = new HashMap<>();
  private final Environment environment;
  private final Findings findings;
  private final int findingsBefore;

  /**
   * @param place where the file has the section, if it has
   */
  private Section(
      String file, String path, Optional<Node> place, Environment environment, Findings findings) {
    this.file = file;
    this.path = path;
    this.place = place;
    this.environment = environment;
    this.findings = findings;
    this.findingsBefore = findings.count();
  }

  /** The whole of pipeline.yaml; {@code keys} are the allowed ones. */
  static Section root(
      Optional<Node> document, List<String> keys, Environment environment, Findings findings) {
    return root(FILE, document, keys, environment, findings);
  }

  /** The whole of a file, by what findings call it. */
  static Section root(
      String file,
      Optional<Node> document,
      List<String> keys,
      Environment environment,
      Findings findings) {
    Section root = new Section(file, "", Optional.empty(), environment, findings);
    document.ifPresent(node -> root.fill(node, keys));
    return root;
  }

  /** The mapping under a key, with nothing in it where the key is absent. */
  Section section(String key, List<String> keys) {
    Section section =
        new Section(
            file, path + key + ".", Optional.ofNullable(values.get(key)), environment, findings);
    if (has(key)) {
      section.fill(values.get(key), keys);
    }
    return section;
  }

  /**
   * Reads the mappings under a key whose own keys are names that people choose.
   *
   * @param names that are allowed
   * @param keys the allowed ones of each mapping
   */
  void eachNamed(
      String key,
      AllowedValue<String> names,
      List<String> keys,
      BiConsumer<String, Section> reading) {
    if (!has(key)) {
      return;
    }
    if (!(values.get(key) instanceof MappingNode mapping)) {
      refuse(key, YamlText.shown(values.get(key)), "a mapping of names");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      Optional<Node> at = Optional.of(entry.getKeyNode());
      Optional<String> name =
          entry.getKeyNode() instanceof ScalarNode scalar
              ? names.read(Scalar.unquoted(scalar.getValue()))
              : Optional.empty();
      if (name.isEmpty()) {
        refuse(at, key, "the name " + YamlText.shown(entry.getKeyNode()), names.description());
      } else if (!seen.add(name.get())) {
        refuse(at, key + "." + name.get(), "the key twice", "every key once");
      } else {
        Section section =
            new Section(file, path + key + "." + name.get() + ".", at, environment, findings);
        section.fill(entry.getValueNode(), keys);
        reading.accept(name.get(), section);
      }
    }
  }

  /** A value of the mapping under a key as it is written, before that is read. */
  Optional<String> written(String key, String inner) {
    if (values.get(key) instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode name
            && name.getValue().equals(inner)
            && entry.getValueNode() instanceof ScalarNode value) {
          return Optional.of(value.getValue());
        }
      }
    }
    return Optional.empty();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  boolean isList(String key) {
    return values.get(key) instanceof SequenceNode;
  }

  <T> Optional<T> required(String key, AllowedValue<T> allowed) {
    if (!has(key)) {
      refuse(key, "nothing", allowed.description());
    }
    return optional(key, allowed);
  }

  <T> Optional<T> optional(String key, AllowedValue<T> allowed) {
    return has(key) ? read(key, values.get(key), allowed, allowed.description()) : Optional.empty();
  }

  <T> Optional<T> or(String key, T fallback, AllowedValue<T> allowed) {
    return has(key) ? optional(key, allowed) : Optional.of(fallback);
  }

  /** A list with at least one value, all of them different. */
  <T> Optional<List<T>> requiredList(String key, AllowedValue<T> allowed) {
    if (!has(key)) {
      refuse(key, "nothing", "a list of at least one value: " + allowed.description());
      return Optional.empty();
    }
    return list(key, 1, allowed);
  }

  /** A list of different values, which may be empty where the fallback is. */
  <T> Optional<List<T>> listOr(String key, List<T> fallback, AllowedValue<T> allowed) {
    return has(key) ? list(key, fallback.isEmpty() ? 0 : 1, allowed) : Optional.of(fallback);
  }

  /** Value of a supplier, unless this section or one below it had a finding. */
  <T> Optional<T> built(Supplier<T> value) {
    if (findings.count() > findingsBefore) {
      return Optional.empty();
    }
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException e) {
      add(place, name() + e.getMessage());
      return Optional.empty();
    }
  }

  /** A finding about the value of a key, at its place, or about a key that is missing. */
  void refuse(String key, String found, String allowed) {
    refuse(Optional.ofNullable(values.get(key)).or(() -> place), key, found, allowed);
  }

  /**
   * A finding about one line of the text that a key has.
   *
   * @param line within that text, from 1
   */
  void refuse(String key, int line, String found, String allowed) {
    Node value = values.get(key);
    boolean isBlock =
        value instanceof ScalarNode scalar
            && (scalar.getScalarStyle() == ScalarStyle.LITERAL
                || scalar.getScalarStyle() == ScalarStyle.FOLDED);
    // A block begins on the line after its indicator.
    int inFile = value.getStartMark().getLine() + line + (isBlock ? 1 : 0);
    findings.add(file, inFile, "%s%s: found %s; allowed: %s".formatted(path, key, found, allowed));
  }

  /** A finding about one value of a list that a key has. */
  void refuseItem(String key, String value, String found, String allowed) {
    Optional<Node> item =
        values.get(key) instanceof SequenceNode sequence
            ? sequence.getValue().stream()
                .filter(node -> node instanceof ScalarNode text && text.getValue().equals(value))
                .findFirst()
            : Optional.empty();
    refuse(item.or(() -> Optional.ofNullable(values.get(key))), key, found, allowed);
  }

  private void refuse(Optional<Node> at, String key, String found, String allowed) {
    add(at, "%s%s: found %s; allowed: %s".formatted(path, key, found, allowed));
  }

  private void add(Optional<Node> at, String finding) {
    if (at.isPresent()) {
      Mark mark = at.get().getStartMark();
      findings.add(file, mark.getLine() + 1, mark.getColumn() + 1, finding);
    } else {
      findings.add(file, finding);
    }
  }

  private void fill(Node node, List<String> keys) {
    String allowed = keys.isEmpty() ? "nothing" : String.join(", ", keys);
    if (!(node instanceof MappingNode mapping)) {
      add(
          Optional.of(node),
          name() + "found " + YamlText.shown(node) + "; allowed: a mapping of " + allowed);
      return;
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      String key =
          entry.getKeyNode() instanceof ScalarNode name
              ? name.getValue()
              : YamlText.shown(entry.getKeyNode());
      Optional<Node> at = Optional.of(entry.getKeyNode());
      if (!keys.contains(key)) {
        String unknown = "an unknown key" + Suggestions.didYouMean(key, keys);
        refuse(at, Escaped.plain(key), unknown, allowed);
      } else if (!seen.add(key)) {
        refuse(at, key, "the key twice", "every key once");
      } else {
        values.put(key, entry.getValueNode());
      }
    }
  }

  /** Beginning of a finding about the section itself. */
  private String name() {
    return path.isEmpty() ? "" : path.substring(0, path.length() - 1) + ": ";
  }

  private <T> Optional<List<T>> list(String key, int minimum, AllowedValue<T> allowed) {
    String description =
        (minimum == 0 ? "a list: " : "a list of at least one value: ") + allowed.description();
    if (!(values.get(key) instanceof SequenceNode sequence)
        || sequence.getValue().size() < minimum) {
      refuse(key, YamlText.shown(values.get(key)), description);
      return Optional.empty();
    }
    List<T> list = new ArrayList<>();
    for (Node node : sequence.getValue()) {
      Optional<T> value = read(key, node, allowed, description);
      if (value.isPresent() && list.contains(value.get())) {
        refuse(Optional.of(node), key, YamlText.shown(node) + " twice", "every value once");
      }
      value.ifPresent(list::add);
    }
    return list.size() == sequence.getValue().size() ? Optional.of(list) : Optional.empty();
  }

  private <T> Optional<T> read(String key, Node node, AllowedValue<T> allowed, String description) {
    if (!(node instanceof ScalarNode scalar)) {
      refuse(Optional.of(node), key, YamlText.shown(node), description);
      return Optional.empty();
    }
    List<String> missing = environment.missingFor(scalar.getValue());
    if (!missing.isEmpty()) {
      String found = "${%s}, an environment variable that is not set".formatted(missing.get(0));
      refuse(Optional.of(node), key, found, description);
      return Optional.empty();
    }
    Scalar filled = filled(scalar);
    Optional<T> value = allowed.read(filled);
    if (value.isEmpty()) {
      String found = filled.shown() + allowed.objection().apply(filled.value());
      refuse(Optional.of(node), key, found, description);
    }
    return value;
  }

  /** A value with a reference is neither quoted nor not: YAML needs the quotes around braces. */
  private Scalar filled(ScalarNode node) {
    return Environment.isNeededBy(node.getValue())
        ? Scalar.unquoted(environment.fill(node.getValue()))
        : YamlText.scalar(node);
  }
}
