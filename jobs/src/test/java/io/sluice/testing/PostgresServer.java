// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL on the loopback interface, from its binaries on the class path. It doesn't run as
 * root: then it runs as nobody.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String USER = "sluice";
  public static final String PASSWORD = "canary-of-a-password";

  private static final String BINARIES = "/postgres-linux-x86_64.txz";
  private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

  private final Path home;
  private final Path data;
  private final int port;
  private Process process;

  private PostgresServer(Path home, Path data, int port) {
    this.home = home;
    this.data = data;
    this.port = port;
  }

  /** Starts an empty one, which ends with the JVM at the latest. */
  public static PostgresServer start() throws IOException {
    Path folder = Files.createTempDirectory(base(), "postgres-");
    Path home = folder.resolve("binaries");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    unpack(home);
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    Path data = Files.createDirectory(folder.resolve("data"));
    if (IS_ROOT) {
      run(List.of("chown", "nobody", data.toString()));
    }
    run(
        asUser(
            home.resolve("bin/initdb").toString(),
            "--pgdata=" + data,
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"));
    PostgresServer server = new PostgresServer(home, data, freePort());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.restart();
    return server;
  }

  /** Starts it again after {@link #crash}, on the same port. */
  public void restart() throws IOException {
    process =
        new ProcessBuilder(
                asUser(
                    home.resolve("bin/postgres").toString(),
                    "-D",
                    data.toString(),
                    "-p",
                    String.valueOf(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "fsync=off",
                    "-c",
                    "log_min_messages=log"))
            .redirectErrorStream(true)
            .start();
    BufferedReader log = process.inputReader();
    List<String> lines = new ArrayList<>();
    String line = log.readLine();
    while (line != null && !line.contains("database system is ready to accept connections")) {
      lines.add(line);
      line = log.readLine();
    }
    assertThat(line).as(String.join("\n", lines)).isNotNull();
    Thread drain = new Thread(() -> log.lines().forEach(each -> {}), "postgres-log");
    drain.setDaemon(true);
    drain.start();
  }

  /** Ends it at once, as a crash does: what wasn't committed is gone. */
  public void crash() throws IOException {
    run(List.of("kill", "-QUIT", String.valueOf(process.pid())));
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  public String url() {
    return "jdbc:postgresql://%s/postgres".formatted(address());
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Environment variables that exports of tests name. */
  public Map<String, String> environment() {
    return Map.of("DB_URL", url(), "DB_USER", USER, "DB_PASSWORD", PASSWORD);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, each column as the text that PostgreSQL has for it. */
  public List<Map<String, String>> query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set time zone 'UTC'");
      ResultSet found = statement.executeQuery(sql);
      ResultSetMetaData columns = found.getMetaData();
      List<Map<String, String>> rows = new ArrayList<>();
      while (found.next()) {
        Map<String, String> row = new TreeMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnName(i), found.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        crash();
      }
      Folders.delete(home.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the user nobody may read: a checkout may be in root's own folder. */
  private static Path base() {
    return Path.of(IS_ROOT ? "/tmp" : System.getProperty("java.io.tmpdir"));
  }

  private static void unpack(Path folder) throws IOException {
    try (InputStream packed = PostgresServer.class.getResourceAsStream(BINARIES);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        Path path = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path);
          boolean isProgram = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              path, PosixFilePermissions.fromString(isProgram ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  private static List<String> asUser(String... command) {
    List<String> words = new ArrayList<>();
    if (IS_ROOT) {
      words.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    words.addAll(List.of(command));
    return words;
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = String.join("\n", process.inputReader().lines().toList());
    try {
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
