// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Place outside of a pipeline's data that an export fills, as far as the folder speaks of it. How
 * it is filled is in {@code io.sluice.targets}.
 */
public sealed interface Destination {
  /** The key that names its kind, such as {@code postgresql}. */
  String kind();

  /**
   * Texts that tell this place from others, with what its environment variables hold, but for names
   * and passwords of users: with other ones it is the same place.
   *
   * @param file the export's, for messages
   * @throws io.sluice.problem.Problem INVALID where a variable isn't set
   */
  List<String> identity(String file);

  /** The columns that it tells rows apart by; empty where it doesn't. */
  default List<String> key() {
    return List.of();
  }

  /**
   * Says whether the rows of some dates can be replaced in it; else it always takes all rows.
   *
   * @param dateColumn the column that says on which date a row is
   */
  default boolean keepsDates(String dateColumn) {
    return true;
  }

  /**
   * A table of PostgreSQL.
   *
   * @param url as JDBC has it
   * @param user empty where the driver is to find it
   * @param password empty where the driver is to find it, in a password file
   * @param table with its schema, or without
   * @param key the columns by which rows are updated; none where dates are replaced
   */
  record Postgresql(
      DeferredText url,
      Optional<DeferredText> user,
      Optional<DeferredText> password,
      String table,
      List<String> key)
      implements Destination {
    public Postgresql {
      key = List.copyOf(key);
    }

    @Override
    public String kind() {
      return "postgresql";
    }

    @Override
    public List<String> identity(String file) {
      List<String> texts = new ArrayList<>();
      texts.add(url.value("url in " + file).replaceFirst("\\?.*", ""));
      texts.add(table);
      texts.addAll(key);
      return texts;
    }
  }

  /**
   * A topic of Kafka.
   *
   * @param key the columns that are a message's key
   * @param servers {@code host:port} of some brokers; empty where the settings have them
   * @param settings a properties file with further settings of Kafka's clients
   * @param transactionTimeout the longest that one transaction may take
   */
  record Kafka(
      String topic,
      List<String> key,
      Optional<DeferredText> servers,
      Optional<DeferredText> settings,
      Duration transactionTimeout)
      implements Destination {
    public Kafka {
      key = List.copyOf(key);
    }

    @Override
    public String kind() {
      return "kafka";
    }

    /** Rows are told apart by their key alone: one that has no date may be on another date. */
    @Override
    public boolean keepsDates(String dateColumn) {
      return key.contains(dateColumn);
    }

    @Override
    public List<String> identity(String file) {
      List<String> texts = new ArrayList<>();
      texts.add(topic);
      texts.add(servers.map(text -> text.value("bootstrap-servers in " + file)).orElse(""));
      texts.addAll(key);
      return texts;
    }
  }

  /** A folder of files, with a folder in it for each date where its rows have dates. */
  record Folder(DeferredText path, FileFormat format) implements Destination {
    @Override
    public String kind() {
      return "folder";
    }

    @Override
    public List<String> identity(String file) {
      return List.of(path.value("path in " + file), format.name());
    }
  }

  /** The format of the files in a folder. */
  enum FileFormat {
    PARQUET,
    CSV
  }

  /** One CSV file. */
  record CsvFile(DeferredText path) implements Destination {
    @Override
    public boolean keepsDates(String dateColumn) {
      return false;
    }

    @Override
    public String kind() {
      return "file";
    }

    @Override
    public List<String> identity(String file) {
      return List.of(path.value("path in " + file));
    }
  }

  /**
   * What a run prints.
   *
   * @param rows how many at most
   */
  record Console(int rows) implements Destination {
    @Override
    public String kind() {
      return "console";
    }

    @Override
    public List<String> identity(String file) {
      return List.of();
    }
  }
}
