// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.testing.LongProof;
import io.sluice.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same files and the same SQL give the same folder on every machine. */
class SurroundingsTest {
  private static final List<String> NO_NETWORK =
      List.of(
          "unshare", "--net", "bash", "-c", "ip link set lo up && exec \"$@\"", "started in it");

  @TempDir static Path folder;

  private static SortedMap<String, String> files;
  private static SortedMap<String, List<Map<String, Object>>> tables;

  @BeforeAll
  static void runOnAPlainMachine() throws IOException {
    Installs plain = installs("plain");
    ends(0, plain.run(Surroundings.plain(), "RunJob"));
    files = plain.files();
    tables = plain.tables();
  }

  @Test
  void aPlainMachineGivesWhatTheSqlSays() {
    List<String> shown = List.of("installation_id", "title", "title_upper", "cap", "spelled");
    assertThat(tables.get("installs").stream().map(row -> values(row, shown)))
        .containsExactlyInAnyOrder(
            List.of(
                "I1", "istanbul info", "ISTANBUL INFO", "Istanbul Info", "Monday 2 Mar 2026 09"),
            List.of("i2", "dilim", "DILIM", "Dilim", "Monday 2 Mar 2026 21"),
            List.of(
                "ü1",
                "i\u0307ğdir ıssız straße",
                "İĞDIR ISSIZ STRASSE",
                "I\u0307ğdir Issız Straße",
                "Sunday 8 Mar 2026 02"),
            List.of("ü2", "title äpfel", "TITLE ÄPFEL", "Title Äpfel", "Sunday 4 Nov 2018 00"));
    List<String> counted = List.of("at_text", "shown", "padded");
    assertThat(tables.get("installs").stream().map(row -> values(row, counted)))
        .containsExactlyInAnyOrder(
            List.of("2026-03-02 09:15:00", "1,234.50", "00007"),
            List.of("2026-03-02 21:15:00", "0.10", "00012"),
            List.of("2026-03-08 02:30:00", "2.50", "00001"),
            List.of("2018-11-04 00:10:00", "1,000,000.25", "00002"));
    assertThat(tables.get("quarantine").stream().map(row -> row.get("reasons").toString()))
        .hasSize(2)
        .anyMatch(reasons -> reasons.contains("billed: '01-Mai-2026' is no DATE"))
        .anyMatch(reasons -> reasons.contains("price_is_ok does not hold: price = '-1'"));
    assertThat(files).containsKeys("batches/000001.json", "changes/000003.json");
  }

  @Test
  void allHabitsAtOnceChangeNothing() throws IOException {
    Surroundings strange =
        Surroundings.plain()
            .jvm("-Duser.language=tr", "-Duser.extensions=u-ca-buddhist-nu-arab")
            .jvm("-Dfile.encoding=ISO-8859-1", "-Duser.timezone=America/Sao_Paulo")
            .core("fs.defaultFS", "hdfs://no-such-host:8020")
            .defaults(
                "spark.databricks.delta.properties.defaults.columnMapping.mode name",
                "spark.databricks.delta.autoCompact.enabled true",
                "spark.sql.timestampType TIMESTAMP_NTZ",
                "spark.sql.session.timeZone Asia/Kathmandu",
                "spark.sql.legacy.timeParserPolicy LEGACY");
    Shell.Result said = changesNothing("all", strange);
    assertThat(said.lines())
        .filteredOn(line -> line.contains("overruled"))
        .singleElement()
        .asString()
        .contains(
            "spark.databricks.delta.autoCompact.enabled,"
                + " spark.databricks.delta.properties.defaults.columnMapping.mode,"
                + " spark.sql.legacy.timeParserPolicy, spark.sql.session.timeZone,"
                + " spark.sql.timestampType; take them out of");
    assertThat(said.lines())
        .anyMatch(
            line ->
                line.contains(
                    "fs.defaultFS is hdfs://no-such-host:8020: 'data' is taken for a path on this"
                        + " machine"));
  }

  static Stream<Arguments> machines() {
    Surroundings plain = Surroundings.plain();
    return Stream.of(
        named("Persian digits", plain.jvm("-Duser.language=fa", "-Duser.country=IR")),
        named("Arabic digits", plain.jvm("-Duser.language=ar", "-Duser.extensions=nu-arab")),
        named("Turkish i", plain.jvm("-Duser.language=tr", "-Duser.country=TR")),
        named(
            "Buddhist years",
            plain.jvm("-Duser.language=th", "-Duser.country=TH", "-Duser.extensions=ca-buddhist")),
        named(
            "Japanese years",
            plain.jvm("-Duser.language=ja", "-Duser.country=JP", "-Duser.extensions=ca-japanese")),
        named("digits of numbers alone", plain.jvm("-Duser.language.format=hi-IN-u-nu-deva")),
        named("ISO-8859-1", plain.jvm("-Dfile.encoding=ISO-8859-1")),
        named("zone of the JVM", plain.jvm("-Duser.timezone=Asia/Kathmandu")),
        named("zone of the shell", plain.variable("TZ", "America/St_Johns")),
        named("no such zone", plain.variable("TZ", "Mars/Olympus")),
        named("ANSI by a variable", plain.variable("SPARK_ANSI_SQL_MODE", "true")),
        named("no home", plain.variable("HOME", "/nowhere")),
        named("another file system", plain.core("fs.defaultFS", "hdfs://no-such-host:8020")),
        named("short lines", plain.core("mapreduce.input.linerecordreader.line.maxlength", "20")),
        named(
            "Delta's defaults",
            plain.defaults(
                "spark.databricks.delta.properties.defaults.columnMapping.mode name",
                "spark.databricks.delta.properties.defaults.enableChangeDataFeed true",
                "spark.databricks.delta.properties.defaults.enableDeletionVectors true",
                "spark.databricks.delta.properties.defaults.checkpointInterval 1",
                "spark.databricks.delta.properties.defaults.randomizeFilePrefixes true",
                "spark.databricks.delta.autoCompact.enabled true",
                "spark.databricks.delta.optimizeWrite.enabled true",
                "spark.databricks.delta.schema.autoMerge.enabled true")),
        named(
            "meaning of types",
            plain.defaults(
                "spark.sql.timestampType TIMESTAMP_NTZ",
                "spark.sql.decimalOperations.allowPrecisionLoss false",
                "spark.sql.mapKeyDedupPolicy LAST_WIN",
                "spark.sql.storeAssignmentPolicy LEGACY",
                "spark.sql.parquet.outputTimestampType INT96",
                "spark.sql.parquet.writeLegacyFormat true",
                "spark.sql.session.timeZone Asia/Kathmandu",
                "spark.sql.caseSensitive true",
                "spark.sql.datetime.java8API.enabled true")),
        named(
            "older Sparks",
            plain.defaults(
                "spark.sql.legacy.timeParserPolicy LEGACY",
                "spark.sql.legacy.castComplexTypesToString.enabled true",
                "spark.sql.legacy.charVarcharAsString true",
                "spark.sql.legacy.followThreeValuedLogicInArrayExists false",
                "spark.sql.legacy.statisticalAggregate true",
                "spark.sql.parser.escapedStringLiterals true",
                "spark.sql.ansi.doubleQuotedIdentifiers true",
                "spark.sql.files.ignoreCorruptFiles true",
                "spark.sql.files.maxRecordsPerFile 1")),
        named(
            "others' catalogs",
            plain.defaults(
                "spark.sql.catalogImplementation hive",
                "spark.sql.defaultCatalog lake",
                "spark.sql.catalog.lake no.such.Catalog",
                "spark.sql.extensions no.such.Extension",
                "spark.sql.sources.default orc",
                "spark.kryo.registrationRequired true",
                "spark.serializer org.apache.spark.serializer.KryoSerializer",
                "spark.hadoop.mapreduce.input.linerecordreader.line.maxlength 20",
                "spark.sql.optimizer.excludedRules"
                    + " org.apache.spark.sql.catalyst.optimizer.ReplaceExceptWithAntiJoin")),
        named("no network", plain.startedBy(NO_NETWORK)));
  }

  @LongProof
  @ParameterizedTest(name = "{0}")
  @MethodSource("machines")
  void aHabitChangesNothing(String name, Surroundings machine) throws IOException {
    assumeTrue(
        machine.starter().isEmpty() || "root".equals(System.getProperty("user.name")),
        "only root may take a network away");
    changesNothing(name.replaceAll("[^a-zA-Z]", "-"), machine);
  }

  @Test
  void aLocaleThatCannotReadNamesIsRefusedByName() throws IOException {
    Installs installs = installs("ascii");
    for (String locale : List.of("POSIX", "xx_XX.UTF-8")) {
      Surroundings machine = Surroundings.plain().variable("LC_ALL", locale);
      Shell.Result refused = installs.run(machine, "RunJob");
      ends(2, refused);
      assertThat(last(refused))
          .startsWith(
              "INVALID run installs: Cannot read 1 name in data/installs/landing, such as '")
          .endsWith(
              ": the locale makes Java decode names as US-ASCII; set LC_ALL to a UTF-8 locale that"
                  + " 'locale -a' lists, such as C.UTF-8");
    }
    assertThat(installs.in("batches")).doesNotExist();

    Shell.Result argument =
        installs.run(
            Surroundings.plain().variable("LC_ALL", "C"), "FilesJob", "list", "Übersicht*");
    ends(2, argument);
    assertThat(String.join("\n", argument.lines()))
        .contains("the locale makes Java decode arguments as US-ASCII; set LC_ALL to");
  }

  /** A file that was taken in under another locale has a name that Java can't encode here. */
  @LongProof
  @Test
  void aLocaleThatCannotOpenWhatWasTakenInIsRefusedByName() throws IOException {
    Installs plain = new Installs(folder.resolve("plain"));
    Surroundings machine = Surroundings.plain().variable("LC_ALL", "POSIX");
    for (String job : List.of("DoctorJob", "BackfillJob")) {
      Shell.Result refused =
          job.equals("DoctorJob")
              ? plain.run(machine, job)
              : plain.run(
                  machine, job, "--from", "2026-03-08", "--to", "2026-03-08", "--reason", "again");
      ends(2, refused);
      assertThat(last(refused))
          .contains("Cannot open '")
          .contains("bersicht-M")
          .endsWith("set LC_ALL to a UTF-8 locale that 'locale -a' lists, such as C.UTF-8");
    }
  }

  @Test
  void aCharsetWithoutAsciiIsRefusedByName() throws IOException {
    Shell.Result refused =
        installs("utf-16").run(Surroundings.plain().jvm("-Dfile.encoding=UTF-16"), "RunJob");
    ends(2, refused);
    assertThat(refused.lines())
        .contains(
            "Cannot start: the default charset is UTF-16, in which Java can't name other programs;"
                + " leave out -Dfile.encoding, or set it to UTF-8");
  }

  @Test
  void anAbsolutePathThatIsNowhereHereMayBeAnotherFileSystems() throws IOException {
    Shell.Result refused =
        installs("elsewhere")
            .run(
                Surroundings.plain().core("fs.defaultFS", "hdfs://no-such-host:8020"),
                "TransformJob",
                "--data",
                "/no/such/data");
    ends(2, refused);
    assertThat(last(refused))
        .isEqualTo(
            "INVALID transform installs: Cannot use --data /no/such/data: there is no such folder on"
                + " this machine, and fs.defaultFS is hdfs://no-such-host:8020; write"
                + " file:///no/such/data or hdfs://no-such-host:8020/no/such/data");
  }

  private static Shell.Result changesNothing(String name, Surroundings machine) throws IOException {
    Installs installs = installs(name);
    Shell.Result said = installs.run(machine, "RunJob");
    ends(0, said);
    assertThat(installs.tables()).isEqualTo(tables);
    assertThat(installs.files()).isEqualTo(files);
    return said;
  }

  private static Installs installs(String name) throws IOException {
    Installs installs = new Installs(Files.createDirectories(folder.resolve(name)));
    installs.land();
    return installs;
  }

  private static void ends(int exitCode, Shell.Result run) {
    assertThat(run.exitCode()).as(String.join("\n", run.lines())).isEqualTo(exitCode);
  }

  private static String last(Shell.Result run) {
    return run.lines().get(run.lines().size() - 1);
  }

  private static List<Object> values(Map<String, Object> row, List<String> columns) {
    return columns.stream().map(row::get).toList();
  }

  private static Arguments named(String name, Surroundings machine) {
    return Arguments.of(name, machine);
  }
}
