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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
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

  void check() {
    Path tests = new Path(draft.folder(), SqlCases.FOLDER);
    for (FileStatus entry : storage.list(tests)) {
      String name = SqlCases.FOLDER + "/" + entry.getPath().getName();
      if (entry.isDirectory()) {
        check(name, entry.getPath());
      } else if (isTable(entry)) {
        findings().add(name, "found a file that nothing reads; allowed: a folder for each case");
      }
    }
  }

  private void check(String name, Path folder) {
    for (FileStatus entry : storage.list(folder)) {
      String part = entry.getPath().getName();
      if (!FOLDERS.contains(part) && (entry.isDirectory() || isTable(entry))) {
        findings()
            .add(
                name + "/" + part,
                "found a %s that nothing reads%s; allowed: given/ and expected/"
                    .formatted(
                        entry.isDirectory() ? "folder" : "file",
                        Suggestions.didYouMean(part, FOLDERS)));
      }
    }
    CaseFiles files = CaseFiles.in(storage, folder, this::add);
    if (draft.table().isPresent()) {
      check(files.given(), "a case can't give", "it can give", givable());
      check(files.expected(), "nothing makes", "what is made is", expectable());
    }
  }

  private void check(
      SortedMap<String, CaseFile> files, String refused, String remedy, SortedSet<String> allowed) {
    boolean isGiven = remedy.startsWith("it can give");
    files.forEach(
        (relation, file) -> {
          if (!allowed.contains(relation)) {
            String near = Suggestions.didYouMean(relation, allowed);
            String what = remedy + " " + Suggestions.first(relation, allowed);
            add(
                CaseTable.wrong(
                    file.name(), "%s %s%s; %s".formatted(refused, relation, near, what)));
          } else if (isLanded(relation, file, isGiven)) {
            requireReadable(file);
          } else {
            check(file, relation, isGiven ? given(relation) : expected(relation));
          }
        });
  }

  /** Returns whether a file is read as one that landed, by the format of its source. */
  private boolean isLanded(String relation, CaseFile file, boolean isGiven) {
    return isGiven
        && relation.equals(Relations.SOURCE)
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
  private void check(CaseFile file, String relation, Optional<StructType> schema) {
    CaseTable table;
    try {
      table = file.table(storage);
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
