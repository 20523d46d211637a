// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/** Reads the SQL files of one pipeline and checks what needs no more than the file. */
record SqlReader(Storage storage, Path folder, Macros macros, Findings findings) {
  /** Functions that a pipeline may not call, and what they do. */
  private static final Map<String, String> REFUSED_FUNCTIONS =
      Map.of(
          "reflect", "calls Java",
          "java_method", "calls Java",
          "table_changes", "reads a table past the pipeline's relations",
          "table_changes_by_path", "reads a table past the pipeline's relations");

  /**
   * A file as it was read.
   *
   * @param query empty where the text is not one query
   */
  record Read(SqlFile file, Directives directives, Optional<Query> query) {

    boolean isQuery() {
      return query.isPresent();
    }

    /** The relations that the query reads, in lower case. */
    Set<String> relations() {
      Set<String> names = new TreeSet<>();
      query.ifPresent(parsed -> parsed.relations().forEach(relation -> names.add(relation.name())));
      return names;
    }
  }

  /**
   * @param name relative to the pipeline's folder
   */
  Read read(String name, SqlKind kind) {
    return FolderText.read(storage, new Path(folder, name), name, findings)
        .map(text -> read(name, text, kind))
        .orElseGet(() -> unread(name, kind));
  }

  private Read unread(String name, SqlKind kind) {
    Directives none = Directives.read(name, kind, "", findings);
    return new Read(new SqlFile(name, "", ""), none, Optional.empty());
  }

  /**
   * @param name what messages call it
   */
  Read read(String name, String text, SqlKind kind) {
    Directives directives = Directives.read(name, kind, text, findings);
    String description = directives.optional("description", AllowedValue.TEXT).orElse("");
    Optional<Query> query = Query.parse(name, text, macros, kind.allowed(), findings);
    query.ifPresent(parsed -> check(name, kind, parsed));
    if (kind.isStored()) {
      query.ifPresent(parsed -> OutputColumns.of(parsed.plan()).check(name, macros, findings));
    }
    return new Read(new SqlFile(name, text, description, macros), directives, query);
  }

  /** Refuses every relation that isn't allowed, at the first place where it is used. */
  void checkRelations(Read read, Collection<String> allowed) {
    checkRelations(read, allowed, "");
  }

  /**
   * @param where to what the allowed relations are confined, if they are
   */
  void checkRelations(Read read, Collection<String> allowed, String where) {
    Set<String> known = new HashSet<>(allowed);
    for (Mention relation : read.query().map(Query::relations).orElse(List.of())) {
      if (known.add(relation.name())) {
        String found = "found the relation " + Escaped.quoted(relation.name());
        String near = Suggestions.didYouMean(relation.name(), allowed);
        String instead = "; allowed%s: %s".formatted(where, String.join(", ", allowed));
        findings.add(read.file().name(), relation.place(), found + near + instead);
      }
    }
  }

  private void check(String file, SqlKind kind, Query query) {
    for (Mention function : query.functions()) {
      if (REFUSED_FUNCTIONS.containsKey(function.name())) {
        String found = function.name() + ", which " + REFUSED_FUNCTIONS.get(function.name());
        findings.add(file, function.place(), "found " + found + "; allowed: functions of SQL");
      }
    }
    for (Mention program : query.programs()) {
      findings.add(
          file,
          program.place(),
          "found %s, which starts a program or hides a name; allowed: names that are written out"
              .formatted(program.name()));
    }
    for (Mention parameter : query.parameters()) {
      if (!kind.parameters().contains(parameter.name())) {
        String found = "found the parameter :" + parameter.name();
        String allowed =
            kind.parameters().isEmpty()
                ? "no parameters"
                : ":" + String.join(", :", kind.parameters());
        findings.add(file, parameter.place(), found + "; allowed: " + allowed);
      }
    }
  }
}
