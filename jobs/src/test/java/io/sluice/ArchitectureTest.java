// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.publish.Publisher;
import io.sluice.table.Tables;
import java.io.ObjectInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pins which packages may know which others, and what only some of them may do. */
class ArchitectureTest {
  /** From the top down: a package may depend on those that come after it. */
  private static final List<String> ROOMS =
      List.of(
          "io.sluice",
          "io.sluice.launch",
          "io.sluice.cli",
          "io.sluice.doctor",
          "io.sluice.decide",
          "io.sluice.inspect",
          "io.sluice.author",
          "io.sluice.backfill",
          "io.sluice.transform",
          "io.sluice.aggregate",
          "io.sluice.maintain",
          "io.sluice.publish",
          "io.sluice.quality",
          "io.sluice.generate",
          "io.sluice.format",
          "io.sluice.format.csv",
          "io.sluice.relation",
          "io.sluice.stream",
          "io.sluice.intake",
          "io.sluice.refine",
          "io.sluice.change",
          "io.sluice.table",
          "io.sluice.record",
          "io.sluice.spark",
          "io.sluice.run",
          "io.sluice.pipeline",
          "io.sluice.storage",
          "io.sluice.problem",
          "io.sluice.text");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sluice");

  @Test
  void arrowsPointDown() {
    for (int room = 1; room < ROOMS.size(); room++) {
      noClasses()
          .that()
          .resideInAPackage(ROOMS.get(room))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOMS.subList(0, room).toArray(String[]::new)))
          .check(CLASSES);
    }
  }

  @Test
  void everyPackageHasItsRoom() {
    noClasses()
        .should()
        .resideOutsideOfPackages(ROOMS.toArray(String[]::new))
        .because("a new package needs a place among the others")
        .check(CLASSES);
  }

  @Test
  void noCycles() {
    slices().matching("io.sluice.(*)..").should().beFreeOfCycles().check(CLASSES);
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

  private static DescribedPredicate<JavaClass> isMain() {
    return DescribedPredicate.describe(
        "are mains",
        each ->
            each.getPackageName().equals("io.sluice")
                && each.tryGetMethod("main", String[].class).isPresent());
  }
}
