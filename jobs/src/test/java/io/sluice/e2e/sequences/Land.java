// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import java.io.IOException;

/**
 * A file lands.
 *
 * @param what what is special about it
 * @param age whether it is the newest or the oldest file so far, by its modification time
 */
record Land(String what, String name, String text, Age age) implements Step {
  enum Age {
    NEWEST,
    OLDEST
  }

  @Override
  public void happen(Shop shop) throws IOException {
    shop.land(this);
  }

  @Override
  public String toString() {
    return "land %s: %s, %d records%s"
        .formatted(
            name,
            what,
            text.lines().count() - 1,
            age == Age.OLDEST ? ", older than all before" : "");
  }
}
