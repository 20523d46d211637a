// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.SortedMap;

/** Both jobs run once more, and find that they have nothing to do. */
record NothingToDo() implements Step {
  @Override
  public void happen(Shop shop) throws IOException {
    SortedMap<String, String> before = shop.workspace().listing();
    assertThat(Run.transform(1).start(shop).verdict()).startsWith("NO-OP ");
    assertThat(Run.aggregate().start(shop).verdict()).startsWith("NO-OP ");
    assertThat(shop.workspace().listing()).isEqualTo(before);
  }

  @Override
  public String toString() {
    return "transform and aggregate, with nothing to do";
  }
}
