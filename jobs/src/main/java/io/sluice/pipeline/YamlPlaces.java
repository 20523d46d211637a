// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.Map;

/** Findings about values of pipeline.yaml, which only other files show to be wrong. */
public final class YamlPlaces {
  private final Section root;

  YamlPlaces(Section root) {
    this.root = root;
  }

  /** Places of a text whose own mistakes have been told. */
  static YamlPlaces of(String text, Findings findings) {
    Environment nothing = new Environment(Map.of());
    return new YamlPlaces(
        Section.root(YamlText.parse(text, new Findings()), Settings.KEYS, nothing, findings));
  }

  /** A finding about the value of a top-level key. */
  public void refuse(String key, String found, String allowed) {
    root.refuse(key, found, allowed);
  }

  /** A finding about one value of the list that a top-level key has. */
  public void refuseItem(String key, String value, String found, String allowed) {
    root.refuseItem(key, value, found, allowed);
  }
}
