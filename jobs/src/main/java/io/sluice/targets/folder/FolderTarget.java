// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.folder;

import io.sluice.pipeline.Destination;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.targets.Mark;
import io.sluice.targets.Receipt;
import io.sluice.targets.Shipment;
import io.sluice.targets.Target;
import io.sluice.targets.TargetContext;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * A folder of files. Rows are written aside and then renamed: all of them at once where the whole
 * folder is replaced, date by date where some dates are. Whoever reads between two dates sees one
 * new and one old; a run that is killed there is finished by the next.
 */
public final class FolderTarget implements Target {
  private static final String ASIDE = ".sluice-new";
  private static final String OLD = ".sluice-old";

  private final TargetContext context;
  private final Destination.Folder destination;
  private final Storage storage;
  private final Path folder;
  private final MarkFile marker;

  public FolderTarget(Destination.Folder destination, TargetContext context) {
    this.context = context;
    this.destination = destination;
    this.storage = context.storage();
    this.folder = ExportPath.of(destination.path(), context);
    this.marker = new MarkFile(new Path(folder, MarkFile.NAME), context);
  }

  @Override
  public String title() {
    return "folder " + folder;
  }

  @Override
  public Optional<Mark> mark(Optional<Mark> logged) {
    Optional<Mark> mark = marker.read();
    if (mark.isEmpty() && !storage.names(folder).isEmpty()) {
      throw Problem.invalid(
          "Cannot send %s: %s holds files that this export hasn't put there; empty it, or choose another path in %s"
              .formatted(context.export().name(), folder, context.file()));
    }
    return mark;
  }

  @Override
  public Receipt take(Shipment shipment) {
    long rows = shipment.rows().count();
    if (shipment.dates().isPresent()) {
      replaceDates(shipment, shipment.dates().get());
    } else {
      replaceWhole(shipment);
    }
    return new Receipt(rows, 0);
  }

  @Override
  public void close() {}

  private void replaceWhole(Shipment shipment) {
    Path aside = beside(ASIDE);
    Path old = beside(OLD);
    storage.deleteFolder(aside);
    storage.deleteFolder(old);
    RowFiles.write(shipment.rows(), shipment.dateColumn(), destination.format(), aside);
    new MarkFile(new Path(aside, MarkFile.NAME), context).write(shipment.mark());
    storage.moveFolder(folder, old);
    storage.moveFolder(aside, folder);
    storage.deleteFolder(old);
  }

  private void replaceDates(Shipment shipment, SortedSet<LocalDate> dates) {
    Path aside = new Path(folder, ASIDE);
    Path old = new Path(folder, OLD);
    storage.deleteFolder(aside);
    storage.deleteFolder(old);
    RowFiles.write(shipment.rows(), shipment.dateColumn(), destination.format(), aside);
    // Spark writes a ' in the name of a folder as %27, for example.
    String column = ExternalCatalogUtils.escapePathName(shipment.dateColumn().orElseThrow());
    for (LocalDate date : dates) {
      String name = "%s=%s".formatted(column, date);
      storage.moveFolder(new Path(folder, name), new Path(old, name));
      storage.moveFolder(new Path(aside, name), new Path(folder, name));
    }
    marker.write(shipment.mark());
    storage.deleteFolder(aside);
    storage.deleteFolder(old);
  }

  /** A place on the same file system that no reader of the folder looks at. */
  private Path beside(String ending) {
    return new Path(folder.getParent(), "." + folder.getName() + ending);
  }
}
