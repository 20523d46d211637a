// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.fit.FitRelations;
import io.sluice.format.SourceFormats;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Findings;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.QualityCheck;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Looks for mistakes in all test cases of a pipeline without running them. */
record CaseCheck(Storage storage, PipelineDraft draft, FitRelations relations, CaseValues values) {
  private static final List<String> FOLDERS = List.of(CaseFiles.GIVEN, CaseFiles.EXPECTED);
  private static final List<String> KEPT =
      List.of(Relations.FILES, Relations.QUARANTINE, Relations.DECISIONS, Relations.RESTATEMENTS);

  CaseCheck(Storage storage, PipelineDraft draft, FitRelations relations) {
    this(storage, draft, relations, new CaseValues());
  }

  void check(CaseReading.Tests tests) {
    for (FileStatus entry : tests.strays()) {
      if (isTable(entry)) {
        findings()
            .add(
                SqlCases.FOLDER + "/" + entry.getPath().getName(),
                "found a file that nothing reads; allowed: a folder for each case");
      }
    }
    tests.cases().forEach(this::check);
  }

  private void check(CaseReading.Case one) {
    for (FileStatus entry : one.entries()) {
      String part = entry.getPath().getName();
      if (!FOLDERS.contains(part) && (entry.isDirectory() || isTable(entry))) {
        findings()
            .add(
                one.name() + "/" + part,
                "found a %s that nothing reads%s; allowed: given/ and expected/"
                    .formatted(
                        entry.isDirectory() ? "folder" : "file",
                        Suggestions.didYouMean(part, FOLDERS)));
      }
    }
    one.wrong().forEach(this::add);
    if (draft.table().isPresent()) {
      checkGiven(one);
      checkExpected(one);
    }
  }

  private void checkGiven(CaseReading.Case one) {
    one.files()
        .given()
        .forEach(
            (relation, file) -> {
              if (isKnown(relation, file, "a case can't give", "it can give", givable())) {
                if (isLanded(relation, file)) {
                  requireReadable(file);
                } else {
                  check(one, file, relation, given(relation));
                }
              }
            });
  }

  private void checkExpected(CaseReading.Case one) {
    one.files()
        .expected()
        .forEach(
            (relation, file) -> {
              if (isKnown(relation, file, "nothing makes", "what is made is", expectable())) {
                check(one, file, relation, expected(relation));
              }
            });
  }

  private boolean isKnown(
      String relation, CaseFile file, String refused, String remedy, SortedSet<String> allowed) {
    if (!allowed.contains(relation)) {
      String near = Suggestions.didYouMean(relation, allowed);
      String what = remedy + " " + Suggestions.first(relation, allowed);
      add(CaseTable.wrong(file.name(), "%s %s%s; %s".formatted(refused, relation, near, what)));
    }
    return allowed.contains(relation);
  }

  /** Returns whether a given file is read as one that landed, by the format of its source. */
  private boolean isLanded(String relation, CaseFile file) {
    return relation.equals(Relations.SOURCE)
        && draft.source().stream().anyMatch(source -> file.format().isOf(source.format()));
  }

  private void requireReadable(CaseFile file) {
    try {
      file.requireHeader(storage.status(file.path()).orElseThrow().getLen());
    } catch (Problem e) {
      add(e);
      return;
    }
    draft
        .source()
        .flatMap(source -> SourceFormats.of(source).rejection(storage, file.path()))
        .ifPresent(why -> add(CaseTable.wrong(file.name(), "it would not be read: " + why)));
  }

  /** Looks at columns and values. */
  private void check(
      CaseReading.Case one, CaseFile file, String relation, Optional<StructType> schema) {
    CaseTable table;
    try {
      table = one.table(file);
    } catch (Problem e) {
      add(e);
      return;
    }
    if (schema.isEmpty()) {
      return;
    }
    List<String> columns = List.of(schema.get().fieldNames());
    for (CaseTable.Name column : table.columns()) {
      if (!columns.contains(column.text())) {
        String near = Suggestions.didYouMean(column.text(), columns);
        add(
            CaseTable.wrong(
                table.file(),
                column.line(),
                "%s has no column %s%s; its columns are %s"
                    .formatted(
                        relation,
                        Escaped.quoted(column.text()),
                        near,
                        Suggestions.first(column.text(), columns))));
      }
    }
    for (CaseTable.Line line : table.rows()) {
      for (int i = 0; i < table.columns().size(); i++) {
        String name = table.names().get(i);
        String text = line.values().get(i);
        if (columns.contains(name) && text != null) {
          StructField field = schema.get().apply(name);
          if (!values.fit(field.dataType(), text)) {
            add(
                CaseTable.wrong(
                    table.file(),
                    line.number(),
                    "%s is %s, and %s is none"
                        .formatted(name, field.dataType().sql(), Escaped.quoted(text))));
          }
        }
      }
    }
  }

  private Optional<StructType> given(String relation) {
    return relation.equals(Relations.SOURCE)
        ? draft.schema().map(schema -> GivenRows.texts(List.of(schema.fieldNames())))
        : relations.columns(relation);
  }

  private Optional<StructType> expected(String relation) {
    if (relation.equals(Relations.QUARANTINE)) {
      return draft
          .schema()
          .map(
              schema ->
                  GivenRows.texts(List.of(schema.fieldNames())).add("codes", DataTypes.StringType));
    }
    Optional<SqlFile> query =
        relation.equals(Relations.GENERATE)
            ? draft.generate()
            : draft.checks().stream()
                .filter(check -> check.name().equals(relation))
                .map(QualityCheck::sql)
                .findFirst();
    return query.isPresent() ? query.flatMap(relations::selected) : relations.columns(relation);
  }

  private SortedSet<String> givable() {
    SortedSet<String> names = made();
    names.addAll(KEPT);
    names.add(Relations.SOURCE);
    draft.references().forEach(reference -> names.add(reference.name()));
    draft.generate().ifPresent(file -> names.add(Relations.IDS));
    return names;
  }

  private SortedSet<String> expectable() {
    SortedSet<String> names = made();
    names.add(Relations.QUARANTINE);
    draft.generate().ifPresent(file -> names.add(Relations.GENERATE));
    draft.checks().stream().map(QualityCheck::name).forEach(names::add);
    return names;
  }

  private SortedSet<String> made() {
    SortedSet<String> names = new TreeSet<>(draft.table().stream().toList());
    draft.aggregations().stream().map(Aggregation::relation).forEach(names::add);
    return names;
  }

  private static boolean isTable(FileStatus entry) {
    return entry.getPath().getName().matches(".*\\.(csv|json|sql)");
  }

  private void add(Problem problem) {
    String[] parts = problem.getMessage().replaceFirst("^Cannot use ", "").split(": ", 2);
    findings().add(parts[0], parts[1]);
  }

  private Findings findings() {
    return draft.findings();
  }
}
