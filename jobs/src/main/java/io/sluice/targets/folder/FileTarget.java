// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.folder;

import io.sluice.pipeline.Destination;
import io.sluice.pipeline.Destination.FileFormat;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.targets.Mark;
import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import io.sluice.targets.Target;
import io.sluice.targets.TargetContext;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * One CSV file, which always has the whole relation: it is written aside and then renamed, so that
 * readers see the old file or the new one. Its mark is a hidden file beside it.
 */
public final class FileTarget implements Target {
  private final TargetContext context;
  private final Storage storage;
  private final Path file;
  private final MarkFile marker;

  public FileTarget(Destination.CsvFile destination, TargetContext context) {
    this.context = context;
    this.storage = context.storage();
    this.file = ExportPath.of(destination.path(), context);
    this.marker = new MarkFile(hidden(".sluice.json"), context);
  }

  @Override
  public String title() {
    return "file " + file;
  }

  @Override
  public Optional<Mark> mark(Optional<Mark> logged) {
    Optional<Mark> mark = marker.read();
    Optional<FileStatus> there = storage.status(file);
    if (there.filter(FileStatus::isDirectory).isPresent()
        || (there.isPresent() && mark.isEmpty())) {
      throw Problem.invalid(
          "Cannot send %s: %s is something that this export hasn't written; move it away, or choose another path in %s"
              .formatted(context.export().name(), file, context.file()));
    }
    return there.isPresent() ? mark : Optional.empty();
  }

  @Override
  public Receipt take(Shipment shipment) {
    Path aside = hidden(".sluice-new");
    storage.deleteFolder(aside);
    long rows = shipment.rows().count();
    RowFiles.write(shipment.rows().coalesce(1), Optional.empty(), FileFormat.CSV, aside);
    Path written =
        storage.list(aside).stream()
            .map(FileStatus::getPath)
            .filter(path -> path.getName().endsWith(".csv"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("Spark has written no file to " + aside));
    // Before the file: without a mark its owner would be unknown.
    if (!storage.exists(marker.path())) {
      marker.write(shipment.mark());
    }
    storage.moveOver(written, file);
    marker.write(shipment.mark());
    storage.deleteFolder(aside);
    return new Receipt(rows, 0);
  }

  @Override
  public void close() {}

  private Path hidden(String ending) {
    return new Path(file.getParent(), "." + file.getName() + ending);
  }
}
