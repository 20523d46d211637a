// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.publish.Publisher;
import io.sluice.table.Tables;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pins which packages may know which others, and what only some of them may do. */
class ArchitectureTest {
  /** Each room and, after the colon, the rooms that it may use; one room a line. */
  private static final String ARROWS =
      """
      mains: launch cli init guess doctor decide inspect preview author backfill transform export aggregate history maintain publish quality generate land change run pipeline times problem text
      launch: cli run pipeline storage problem text
      cli: run problem text
      init: guess guess.types sample column format intake run pipeline times storage problem text
      guess: guess.types sample column format intake refine record pipeline times unpack problem text
      guess.types: sample column refine pipeline times text
      sample: column format.csv format.json format.parquet pipeline unpack storage problem text
      column: refine pipeline times
      doctor: publish relation stream land intake change table spark run pipeline storage problem text
      decide: backfill transform publish relation intake change run pipeline problem text
      inspect: backfill transform export history aggregate maintain publish quality reference land intake change spark run pipeline storage problem text
      preview: transform reference fit format intake refine change record spark run pipeline storage problem text
      author: aggregate generate reference fit format relation intake refine table record spark run pipeline storage problem text
      backfill: publish reference fit format relation intake refine change table spark run pipeline storage problem text
      transform: publish reference fit format relation stream intake refine change table record spark run pipeline storage problem text
      export: aggregate history publish fit targets targets.postgresql targets.kafka targets.folder targets.console change table spark run pipeline problem text
      history: aggregate change table run pipeline text
      aggregate: publish reference fit relation stream change table spark run pipeline problem text
      maintain: publish land change table spark run pipeline storage problem text
      publish: quality relation intake change table spark run pipeline problem text
      quality: reference fit relation intake change table spark run pipeline problem text
      reference: fit format intake refine change table spark run pipeline storage problem text
      fit: relation refine change table spark run pipeline storage problem text
      generate: format stream intake spark run pipeline times storage problem text
      land: kafka format.kafka stream intake spark run pipeline storage problem text
      targets.postgresql: targets spark pipeline problem text
      targets.kafka: targets kafka spark pipeline problem text
      targets.folder: targets spark pipeline storage problem text
      targets.console: targets spark pipeline text
      targets: pipeline storage
      kafka: problem text
      format: format.csv format.json format.kafka format.parquet intake refine pipeline storage
      format.csv: intake refine record spark pipeline storage unpack text
      format.kafka: format.json format.parquet intake record spark pipeline storage problem
      format.json: intake refine record spark pipeline storage unpack text
      format.parquet: intake refine record spark pipeline storage unpack text
      relation: intake change table pipeline
      stream: run storage text
      intake: change record spark run progress pipeline unpack storage problem text
      refine: record spark pipeline times problem text
      change: table run pipeline storage problem text
      table: spark run progress pipeline storage problem text
      record: spark
      spark: run progress pipeline problem text
      run: progress pipeline storage problem text
      pipeline: times storage problem text
      times: text
      progress: text
      unpack: storage text
      storage: progress
      problem:
      text:
      """;

  private static final String ROOT = "io.sluice";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sluice");

  @Test
  void roomsUseWhatTheMapAllowsAndNothingElse() {
    SortedSet<String> allowed = new TreeSet<>();
    for (String line : ARROWS.lines().toList()) {
      String[] sides = line.split(":", 2);
      allowed.add(sides[0]);
      Arrays.stream(sides[1].split(" "))
          .filter(room -> !room.isEmpty())
          .forEach(room -> allowed.add(sides[0] + " -> " + room));
    }
    SortedSet<String> used = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      String own = room(each.getPackageName());
      used.add(own);
      each.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getPackageName())
          .filter(name -> name.equals(ROOT) || name.startsWith(ROOT + "."))
          .map(ArchitectureTest::room)
          .filter(room -> !room.equals(own))
          .forEach(room -> used.add(own + " -> " + room));
    }

    assertThat(used).as("rooms, and the arrows between them").containsExactlyElementsOf(allowed);
  }

  @Test
  void everyRoomSaysWhatItIsFor() throws IOException {
    Path root = Path.of("src/main/java");
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> rooms =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .toList();
      assertThat(rooms).hasSizeGreaterThan(20);
      for (Path room : rooms) {
        assertThat(room.resolve("package-info.java"))
            .content()
            .containsPattern("(?s)\n/\\*\\*\\s+(\\* )?[A-Z].*\\.\\s*\\*/\npackage ");
      }
    }
  }

  /** A name that is put between backticks by hand breaks off at a backtick of its own. */
  @Test
  void namesAreQuotedInOnePlace() throws IOException {
    Pattern byHand = Pattern.compile("`\"\\s*\\+|\\+\\s*\"`|`%s`|\"``\"");
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> quoting = new ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (byHand.matcher(Files.readString(file)).find()) {
          quoting.add(file.getFileName().toString());
        }
      }
      assertThat(quoting)
          .as("use NamedColumns for a column, and SqlName.quoted for its name")
          .containsExactly("SqlName.java");
    }
  }

  @Test
  void noCycles() {
    slices().matching("io.sluice.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyMainsExit() {
    noClasses()
        .that(DescribedPredicate.not(isMain()))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void onlyTheRunnerHaltsTheJvm() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.sluice.launch", "io.sluice.run")
        .should()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineSpeaks() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.sluice.launch", "io.sluice.run")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("stdout is for verdict and outcome, everything else is logged")
        .check(CLASSES);
  }

  @Test
  void oneWayToLog() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.commons.logging..")
        .because("Log4j 2 is what Spark ships")
        .check(CLASSES);
  }

  @Test
  void noSerializedObjectsAreRead() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .because("what is read from outside could be anything")
        .check(CLASSES);
  }

  @Test
  void onlyThePublisherPublishes() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(ChangeLog.class, Publisher.class)
        .should()
        .callMethod(ChangeLog.class, "record", Change.class)
        .orShould()
        .callMethod(ChangeLog.class, "apply", Change.class, Tables.class)
        .because("there is one way to publish: audit, record, apply, tell")
        .check(CLASSES);
  }

  @Test
  void deltaStaysBehindTables() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sluice.table")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark.sql.delta..", "io.delta..")
        .check(CLASSES);
  }

  @Test
  void theDefinitionNeedsNoSession() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.sluice.pipeline", "io.sluice.run", "io.sluice.storage", "io.sluice.problem")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache.spark.sql").and(simpleName("SparkSession")))
        .check(CLASSES);
  }

  private static String room(String name) {
    return name.equals(ROOT) ? "mains" : name.substring(ROOT.length() + 1);
  }

  private static DescribedPredicate<JavaClass> isMain() {
    return DescribedPredicate.describe(
        "are mains",
        each ->
            each.getPackageName().equals("io.sluice")
                && each.tryGetMethod("main", String[].class).isPresent());
  }
}
