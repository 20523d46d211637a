// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings about values of pipeline.yaml, which only other files show to be wrong. */
public final class YamlPlaces {
  private final Section root;
  private final Map<String, Section> references;

  YamlPlaces(Section root, Map<String, Section> references) {
    this.root = root;
    this.references = references;
  }

  /** Places of a text whose own mistakes have been told. */
  static YamlPlaces of(String text, Findings findings) {
    Environment nothing = new Environment(Map.of());
    Section root =
        Section.root(YamlText.parse(text, new Findings()), Settings.KEYS, nothing, findings);
    Map<String, Section> references = new LinkedHashMap<>();
    root.eachNamed(
        ReferencesReader.KEY, AllowedValue.RELATION, ReferencesReader.KEYS, references::put);
    return new YamlPlaces(root, references);
  }

  /** A finding about the value of a top-level key. */
  public void refuse(String key, String found, String allowed) {
    root.refuse(key, found, allowed);
  }

  /** A finding about one value of the list that a top-level key has. */
  public void refuseItem(String key, String value, String found, String allowed) {
    root.refuseItem(key, value, found, allowed);
  }

  /** The names of references. */
  List<String> references() {
    return List.copyOf(references.keySet());
  }

  /** A finding about the value of a reference's key. */
  public void refuseReference(String reference, String key, String found, String allowed) {
    references.get(reference).refuse(key, found, allowed);
  }

  /** A finding about one value of the list that a reference's key has. */
  public void refuseReferenceItem(
      String reference, String key, String value, String found, String allowed) {
    references.get(reference).refuseItem(key, value, found, allowed);
  }
}
