// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.record.EngineColumns;
import io.sluice.spark.JavaFunction;
import io.sluice.storage.Storage;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Finds the delivery that a row came from, by the path that Spark reports for it. Public because
 * generated code calls it.
 */
public final class FileOrigin implements Serializable {
  private static final long serialVersionUID = 1;

  private record Origin(UTF8String file, Long landedMicros) implements Serializable {}

  private final HashMap<String, Origin> origins = new HashMap<>();
  private transient UTF8String lastPath;
  private transient Origin last;

  private FileOrigin() {}

  /**
   * The columns of raw rows that say where they came from.
   *
   * @param deliveries the files that were read, by where they are
   * @param path the file's path as Spark reports it
   */
  public static List<Column> columns(Storage storage, Map<Path, Delivery> deliveries, Column path) {
    FileOrigin origin = of(storage, deliveries);
    return List.of(
        JavaFunction.call(origin, "file", DataTypes.StringType, path).as(EngineColumns.FILE),
        JavaFunction.call(origin, "landedAt", DataTypes.TimestampType, path)
            .as(EngineColumns.LANDED_AT));
  }

  /**
   * @param deliveries the files that are read, by where they are
   */
  public static FileOrigin of(Storage storage, Map<Path, Delivery> deliveries) {
    FileOrigin origin = new FileOrigin();
    deliveries.forEach(
        (file, delivery) -> {
          UTF8String landed = UTF8String.fromString(delivery.path());
          long micros = delivery.modifiedAt().toEpochMilli() * 1000;
          origin.origins.put(key(storage, file), new Origin(landed, micros));
        });
    return origin;
  }

  /** A file's path, by which what is known of it can be found when Spark reads it. */
  public static String key(Storage storage, Path file) {
    // A path read back from text may be spelled otherwise.
    return storage.qualify(new Path(file.toString())).toString();
  }

  /**
   * The {@link #key} of a file.
   *
   * @param path as Spark reports it: a URL, in a spelling that depends on the file system
   */
  public static String key(UTF8String path) {
    return SparkPath.fromUrlString(path.toString()).toPath().toString();
  }

  /** The path relative to landing/. */
  public UTF8String file(UTF8String path) {
    return find(path).file();
  }

  /** When the file landed, in microseconds. */
  public Long landedAt(UTF8String path) {
    return find(path).landedMicros();
  }

  /** Rows come file by file, so the last answer nearly always is the next one. */
  private Origin find(UTF8String path) {
    if (!path.equals(lastPath)) {
      last = origins.get(key(path));
      if (last == null) {
        throw new IllegalStateException("no delivery of this batch is at " + path);
      }
      lastPath = path.clone();
    }
    return last;
  }
}
