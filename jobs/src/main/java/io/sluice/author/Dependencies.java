// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.Reference;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.Sha256;
import io.sluice.pipeline.SqlFile;
import io.sluice.run.Program;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/**
 * Hashes of all that proofs and test cases of a pipeline depend on: the program, what makes rows,
 * the SQL that they look at and its macros, and the rows that they are given. None where another
 * pipeline has a say, whose folder may change.
 */
record Dependencies(Storage storage, Pipeline pipeline) {

  /** Of the proof that an aggregation may be kept up to date as its file says. */
  Optional<String> ofProof(Aggregation aggregation) {
    List<String> texts = common("proof", pipeline.meaning());
    texts.add(pipeline.generate().map(SqlFile::meaning).orElse(""));
    return ofProof(aggregation, texts);
  }

  /**
   * The same of a proof on rows that are known, whatever has made them.
   *
   * @param rows a hash of what the aggregation reads of them
   */
  Optional<String> ofProof(Aggregation aggregation, String rows) {
    List<String> texts = common("proof on rows", rows);
    texts.addAll(List.of(pipeline.table(), "" + pipeline.key(), pipeline.eventDate()));
    return ofProof(aggregation, texts);
  }

  private Optional<String> ofProof(Aggregation aggregation, List<String> texts) {
    for (Path folder : new SqlCases(storage, pipeline).folders()) {
      addFiles(new Path(folder, CaseFiles.GIVEN), texts);
    }
    add(List.of(aggregation.relation()), texts);
    return hash(texts);
  }

  /** Of a test case, by its folder. */
  Optional<String> ofCase(Path folder) {
    return ofCase(folder, CaseFiles.in(storage, folder), common("case", pipeline.meaning()));
  }

  /**
   * The same of a case that is given no records of the source: rules and transformations make none
   * of its rows, so that of them nothing but the table's columns matters. None for other cases.
   *
   * @param columns those of the transformed table
   */
  Optional<String> ofCase(Path folder, StructType columns) {
    CaseFiles files = CaseFiles.in(storage, folder);
    if (files.given().containsKey(Relations.SOURCE)) {
      return Optional.empty();
    }
    List<String> texts = common("case without source", columns.json());
    texts.addAll(List.of(pipeline.table(), "" + pipeline.key(), pipeline.eventDate()));
    return ofCase(folder, files, texts);
  }

  private Optional<String> ofCase(Path folder, CaseFiles files, List<String> texts) {
    addFiles(new Path(folder, CaseFiles.GIVEN), texts);
    addFiles(new Path(folder, CaseFiles.EXPECTED), texts);
    if (files.expected().containsKey(CaseRelations.GENERATE)) {
      texts.add(pipeline.generate().map(SqlFile::meaning).orElse(""));
    }
    add(files.expected().keySet(), texts);
    return hash(texts);
  }

  private Optional<String> hash(List<String> texts) {
    return pipeline.references().stream().allMatch(Reference.OfFile.class::isInstance)
        ? Optional.of(Sha256.shortOf(texts))
        : Optional.empty();
  }

  /**
   * @param table what the rows of the transformed table depend on
   */
  private List<String> common(String kind, String table) {
    List<String> texts = new ArrayList<>(List.of(kind, Program.build(), table));
    pipeline.references().forEach(each -> texts.add(each.name() + " " + each.definition()));
    addFiles(new Path(pipeline.folder(), Reference.OfFile.FOLDER), texts);
    return texts;
  }

  private void addFiles(Path folder, List<String> texts) {
    for (FileStatus entry : storage.list(folder)) {
      if (entry.isFile()) {
        texts.add(entry.getPath().getName() + " " + storage.sha256(entry.getPath()));
      }
    }
  }

  /** Adds the SQL of aggregations and checks, and of all aggregations that they read. */
  private void add(Collection<String> relations, List<String> texts) {
    for (String relation : new TreeSet<>(relations)) {
      texts.add(relation);
      for (Aggregation each : pipeline.aggregations()) {
        if (each.relation().equals(relation)) {
          texts.add(each.sql().meaning());
          texts.add(each.materialized() + " " + each.overlap());
          texts.addAll(each.streaming().definition());
          add(each.reads(), texts);
        }
      }
      for (QualityCheck each : pipeline.checks()) {
        if (each.name().equals(relation)) {
          texts.add(each.sql().meaning());
          texts.add(each.stage().name());
          add(each.reads(), texts);
        }
      }
    }
  }
}
