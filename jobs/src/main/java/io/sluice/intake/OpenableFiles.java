// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.unpack.LandedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * The files of a batch that a reader opens. The others are rejected without being opened, in any
 * format: by a decision, or because files of such a name can't be opened.
 *
 * @param paths the files to open, in their order
 * @param rejected the reasons of the others, by their path inside the landing folder
 */
public record OpenableFiles(List<Path> paths, Map<String, String> rejected) {

  /**
   * @param files by where they are
   * @param rejectedBefore as {@link RawReader#open} has it
   * @param format what the files should be, such as CSV
   */
  public static OpenableFiles of(
      Map<Path, Delivery> files, Map<String, String> rejectedBefore, String format) {
    List<Path> paths = new ArrayList<>();
    Map<String, String> rejected = new TreeMap<>();
    files.forEach(
        (path, delivery) -> {
          String name = delivery.path();
          Optional<String> reason =
              Optional.ofNullable(rejectedBefore.get(name))
                  .or(() -> LandedFile.refusalOf(name).map(refusal -> refusal.reason(format)));
          if (reason.isPresent()) {
            rejected.put(name, reason.get());
          } else {
            paths.add(path);
          }
        });
    return new OpenableFiles(List.copyOf(paths), rejected);
  }
}
