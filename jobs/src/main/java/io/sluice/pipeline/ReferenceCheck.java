// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Looks at references beside the rest of a pipeline's folder. */
record ReferenceCheck(Storage storage, Path folder, String pipeline, YamlPlaces yaml) {

  /**
   * @param aggregations the names of all
   */
  void check(List<Reference> references, Optional<String> table, Collection<String> aggregations) {
    for (Reference reference : references) {
      String name = reference.name();
      if (table.filter(name::equals).isPresent() || aggregations.contains(name)) {
        yaml.refuse(
            ReferencesReader.KEY,
            "the reference '%s', the name of %s"
                .formatted(
                    name, aggregations.contains(name) ? "an aggregation" : "the transformed table"),
            "a name of its own");
      }
      if (reference instanceof Reference.OfFile file) {
        requireFile(file);
      } else if (reference instanceof Reference.OfRelation other
          && other.pipeline().equals(pipeline)) {
        yaml.refuseReference(
            name,
            "pipeline",
            "'%s', this pipeline itself, whose rows would depend on what was published before"
                .formatted(pipeline),
            "another pipeline");
      }
    }
  }

  private void requireFile(Reference.OfFile reference) {
    if (reference.isThere(storage, folder)) {
      return;
    }
    List<String> names =
        storage.list(new Path(folder, Reference.OfFile.FOLDER)).stream()
            .filter(FileStatus::isFile)
            .map(file -> file.getPath().getName())
            .toList();
    yaml.refuseReference(
        reference.name(),
        "file",
        "%s, which is no file in %s/%s"
            .formatted(
                Escaped.quoted(reference.file()),
                Reference.OfFile.FOLDER,
                Suggestions.didYouMean(reference.file(), names)),
        names.isEmpty()
            ? "a file that is there"
            : "one that does: " + Suggestions.first(reference.file(), names));
  }
}
