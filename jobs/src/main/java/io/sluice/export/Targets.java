// SPDX-License-Identifier: Apache-2.0
package io.sluice.export;

import io.sluice.pipeline.Destination;
import io.sluice.targets.Target;
import io.sluice.targets.TargetContext;
import io.sluice.targets.console.ConsoleTarget;
import io.sluice.targets.folder.FileTarget;
import io.sluice.targets.folder.FolderTarget;
import io.sluice.targets.kafka.KafkaTarget;
import io.sluice.targets.postgresql.PostgresqlTarget;
import java.util.Map;
import java.util.function.Function;

/** The implementation of each kind of destination that an export can name. */
final class Targets {
  private static final Map<Class<? extends Destination>, Function<TargetContext, Target>> KINDS =
      Map.of(
          Destination.Postgresql.class,
              opening(Destination.Postgresql.class, PostgresqlTarget::open),
          Destination.Kafka.class, opening(Destination.Kafka.class, KafkaTarget::open),
          Destination.Folder.class, opening(Destination.Folder.class, FolderTarget::new),
          Destination.CsvFile.class, opening(Destination.CsvFile.class, FileTarget::new),
          Destination.Console.class, opening(Destination.Console.class, ConsoleTarget::new));

  private Targets() {}

  private interface Opening<D extends Destination> {
    Target open(D destination, TargetContext context);
  }

  /**
   * Opens the target of an export.
   *
   * @throws io.sluice.problem.Problem FAILED where it can't be reached, INVALID where it can't be
   *     used
   */
  static Target open(TargetContext context) {
    return KINDS.get(context.export().destination().getClass()).apply(context);
  }

  private static <D extends Destination> Function<TargetContext, Target> opening(
      Class<D> kind, Opening<D> opening) {
    return context -> opening.open(kind.cast(context.export().destination()), context);
  }
}
