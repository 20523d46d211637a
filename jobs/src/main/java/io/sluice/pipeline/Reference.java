// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructField;

/**
 * A table from outside of the pipeline's data that its SQL may join: rows that are looked up by a
 * unique key.
 */
public sealed interface Reference {
  /** The name that SQL has for it. */
  String name();

  /** The columns that identify a row. */
  List<String> key();

  /** The columns that never show in logs, samples and reports. */
  Set<String> personal();

  /** Words for messages, such as {@code references/meters.csv}. */
  String title();

  /** Text of all that decides which rows it has, apart from what it is read from. */
  String definition();

  /**
   * A file of the pipeline's folder.
   *
   * @param file its name in {@code references/}
   * @param source how it is read: as files that land, but that one wrong value is a mistake
   */
  record OfFile(String name, String file, Source source, List<String> key) implements Reference {
    /** The folder of such files. */
    public static final String FOLDER = "references";

    public OfFile {
      key = List.copyOf(key);
    }

    /** Where it is in the pipeline's folder. */
    public Path in(Path folder) {
      return new Path(new Path(folder, FOLDER), file);
    }

    /** Says whether the pipeline's folder has it. */
    public boolean isThere(Storage storage, Path folder) {
      return storage.status(in(folder)).filter(FileStatus::isFile).isPresent();
    }

    @Override
    public Set<String> personal() {
      return source.personal();
    }

    @Override
    public String title() {
      return FOLDER + "/" + file;
    }

    @Override
    public String definition() {
      List<String> texts = new ArrayList<>(List.of("file", source.format().label()));
      texts.add(source.options().toString());
      texts.addAll(source.times().definition());
      texts.add("" + source.maxFieldLength());
      for (StructField field : source.schema().fields()) {
        texts.add(field.toDDL());
      }
      texts.add(new TreeSet<>(key).toString());
      return Sha256.shortOf(texts);
    }
  }

  /**
   * What another pipeline has published.
   *
   * @param relation of that pipeline
   */
  record OfRelation(
      String name, String pipeline, String relation, List<String> key, Set<String> personal)
      implements Reference {
    public OfRelation {
      key = List.copyOf(key);
      personal = Set.copyOf(new LinkedHashSet<>(personal));
    }

    @Override
    public String title() {
      return "%s of pipeline %s".formatted(relation, pipeline);
    }

    @Override
    public String definition() {
      return Sha256.shortOf(List.of("relation", pipeline, relation, new TreeSet<>(key).toString()));
    }
  }
}
