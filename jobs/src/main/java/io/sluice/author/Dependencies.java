// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.Reference;
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

/**
 * Hashes of all that proofs and test cases of a pipeline depend on: the program, what makes rows,
 * the SQL that they look at and its macros, and the rows that they are given. None where another
 * pipeline has a say, whose folder may change.
 */
record Dependencies(Storage storage, Pipeline pipeline) {

  /** Of the proof that an aggregation may be kept up to date as its file says. */
  Optional<String> ofProof(Aggregation aggregation) {
    List<String> texts = common("proof");
    texts.add(pipeline.generate().map(SqlFile::meaning).orElse(""));
    for (Path folder : new SqlCases(storage, pipeline).folders()) {
      addFiles(new Path(folder, CaseFiles.GIVEN), texts);
    }
    add(List.of(aggregation.relation()), texts);
    return hash(texts);
  }

  /** Of a test case, by its folder. */
  Optional<String> ofCase(Path folder) {
    List<String> texts = common("case");
    addFiles(new Path(folder, CaseFiles.GIVEN), texts);
    addFiles(new Path(folder, CaseFiles.EXPECTED), texts);
    CaseFiles files = CaseFiles.in(storage, folder);
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

  private List<String> common(String kind) {
    List<String> texts = new ArrayList<>(List.of(kind, Program.build(), pipeline.sqlHash()));
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
