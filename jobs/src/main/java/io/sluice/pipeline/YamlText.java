// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML as a tree of nodes: no object is ever made from a tag, and repeated keys stay visible. */
final class YamlText {
  private YamlText() {}

  /** The document; empty where the text is empty, or broken, which becomes a finding. */
  static Optional<Node> parse(String text, Findings findings) {
    return parse(Section.FILE, text, findings);
  }

  /**
   * @param file what findings call it
   */
  static Optional<Node> parse(String file, String text, Findings findings) {
    try {
      return Optional.ofNullable(new Yaml(new LoaderOptions()).compose(new StringReader(text)));
    } catch (MarkedYAMLException e) {
      Mark place = e.getProblemMark();
      findings.add(
          file,
          place.getLine() + 1,
          place.getColumn() + 1,
          "cannot be read as YAML: " + e.getProblem());
    } catch (YAMLException e) {
      findings.add(
          file, "cannot be read as YAML: " + e.getMessage().lines().findFirst().orElse(""));
    }
    return Optional.empty();
  }

  static Scalar scalar(ScalarNode node) {
    return new Scalar(
        node.getValue(), node.getTag().equals(Tag.STR), node.getScalarStyle() == ScalarStyle.PLAIN);
  }

  /** The node for a message. */
  static String shown(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar).shown();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().isEmpty() ? "an empty list" : "a list";
    }
    return "a mapping";
  }
}
