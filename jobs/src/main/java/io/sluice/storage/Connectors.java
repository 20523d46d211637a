// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** Opens file systems, and says what to add where the classes of one are not there. */
final class Connectors {
  private static final String PACKAGES =
      "start the run with SLUICE_SPARK_OPTS=\"--packages org.apache.hadoop:%s:{version}\", or with its jars by --jars";

  private static final String WRITE_S3A = "write s3a:// instead";

  /** Remedies by scheme; {@code {version}} is that of Hadoop. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "s3a",
          PACKAGES.formatted("hadoop-aws"),
          "s3",
          WRITE_S3A,
          "s3n",
          WRITE_S3A,
          "abfs",
          PACKAGES.formatted("hadoop-azure"),
          "abfss",
          PACKAGES.formatted("hadoop-azure"),
          "gs",
          "add the jar of Google's connector, gcs-connector, with --jars in SLUICE_SPARK_OPTS");

  private static final String OTHER =
      "check how it is written, or add the jar of its connector with --jars in SLUICE_SPARK_OPTS";

  private Connectors() {}

  /**
   * The file system that a path is on.
   *
   * @throws MissingConnectorException where its classes are not on the class path
   */
  static FileSystem open(Path path, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (UnsupportedFileSystemException e) {
      throw missing(path, "nothing here knows " + scheme(path, hadoop) + "://", hadoop, e);
    } catch (NoClassDefFoundError e) { // the connector is there, and not what it needs
      throw missing(path, "the class " + named(e.getMessage()) + " is missing", hadoop, e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException absent) {
        throw missing(
            path,
            absent.getMessage().replaceFirst("^Class (\\S+) not found$", "the class $1 is missing"),
            hadoop,
            e);
      }
      throw e;
    }
  }

  private static MissingConnectorException missing(
      Path path, String why, Configuration hadoop, Throwable cause) {
    String remedy =
        REMEDIES
            .getOrDefault(scheme(path, hadoop), OTHER)
            .replace("{version}", VersionInfo.getVersion());
    return new MissingConnectorException(
        "Cannot use %s: %s; %s".formatted(withoutKeys(path), why, remedy), cause);
  }

  /** The path as messages may show it: what precedes the host may be a password. */
  private static String withoutKeys(Path path) {
    return path.toString().replaceFirst("//.*@", "//***@");
  }

  private static String scheme(Path path, Configuration hadoop) {
    String scheme = path.toUri().getScheme();
    return scheme == null ? FileSystem.getDefaultUri(hadoop).getScheme() : scheme;
  }

  private static String named(String internal) {
    return internal.replace('/', '.');
  }
}
