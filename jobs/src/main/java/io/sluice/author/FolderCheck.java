// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.fit.ExportColumns;
import io.sluice.fit.FitRelations;
import io.sluice.fit.PipelineFit;
import io.sluice.fit.PublishedFit;
import io.sluice.fit.ReferenceColumns;
import io.sluice.fit.ReferenceFit;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Problem;
import io.sluice.reference.PinnedReferences;
import io.sluice.run.DataFolder;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Looks at all of a pipeline's folder at once: what each file says, whether SQL fits what it reads,
 * test cases, and what is published. It needs no Spark session.
 */
public final class FolderCheck {
  private FolderCheck() {}

  /**
   * A pipeline without a mistake that can be seen without a row.
   *
   * @param data what is published there is compared with what the folder says
   * @throws io.sluice.problem.Problem INVALID that lists all mistakes
   */
  public static Pipeline load(
      Storage storage,
      Path sql,
      String name,
      Map<String, String> environment,
      Optional<DataFolder> data) {
    PipelineReading folder = PipelineReading.of(storage, sql, name, environment);
    PipelineDraft draft = folder.draft();
    CaseReading cases = CaseReading.of(storage, draft.folder());
    new ReferenceFit(storage, storage.qualify(sql), environment, draft).check();
    ReferenceColumns defined = ReferenceColumns.defined(storage, sql, environment);
    FitRelations relations =
        PipelineFit.check(
            draft,
            data.map(known -> ReferenceColumns.published(storage, known).or(defined))
                .orElse(defined));
    new CaseCheck(storage, draft, relations).check(cases.tests());
    ExportColumns.check(draft, relations);
    draft.references().forEach(reference -> checkFile(storage, draft, reference));
    data.ifPresent(published -> PublishedFit.of(storage, published, draft).check(relations));
    return folder.pipeline();
  }

  /**
   * Names of columns that a pipeline's published table doesn't have yet, and that come with the
   * next batch.
   */
  static List<String> columnsToCome(RunContext context) {
    PipelineDraft draft = PipelineDraft.of(context.storage(), context.pipeline());
    FitRelations relations = PipelineFit.check(draft, ReferenceColumns.published(context));
    return PublishedFit.of(context.storage(), context.data(), draft).newColumns(relations);
  }

  /** Looks at the header; values take a session to look at. */
  private static void checkFile(Storage storage, PipelineDraft draft, Reference reference) {
    if (reference instanceof Reference.OfFile file && file.isThere(storage, draft.folder())) {
      try {
        PinnedReferences.requireColumns(storage, draft.folder(), file);
      } catch (Problem e) {
        String why = e.getMessage().replaceFirst("^Cannot use the reference \\S+: \\S+: ", "");
        draft.findings().add(file.title(), why);
      }
    }
  }
}
