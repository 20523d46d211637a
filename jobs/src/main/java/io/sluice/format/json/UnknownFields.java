// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;

/** The names in a file that its schema doesn't have, each once, by path. */
final class UnknownFields {
  /** Where names are data there is no end of them. */
  private static final int MOST = 1_000;

  /** Hashes of path and name: the same ones come with every record, and most make no text. */
  private final Set<Long> seen = new HashSet<>();

  private final List<String> paths = new ArrayList<>();

  /**
   * @param path of the object, which ends with a dot unless that is the record
   */
  void add(String path, UTF8String name) {
    long hash =
        XXH64.hashUnsafeBytes(
            name.getBaseObject(), name.getBaseOffset(), name.numBytes(), path.hashCode());
    if (seen.size() < MOST && seen.add(hash)) {
      paths.add(path + name);
    }
  }

  List<String> all() {
    return new ArrayList<>(paths);
  }
}
