// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import io.sluice.storage.Storage;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** A local storage, and paths on it. */
final class TestStorage {
  static final Storage LOCAL = new Storage(new Configuration());

  private TestStorage() {}

  static org.apache.hadoop.fs.Path path(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
