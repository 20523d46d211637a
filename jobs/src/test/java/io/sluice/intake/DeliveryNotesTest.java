// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryNotesTest {
  private static final Instant LANDED = Instant.parse("2026-01-05T10:00:00.123Z");
  private static final DeliveryNote NOTE =
      new DeliveryNote(
          42,
          "run-1",
          Instant.parse("2026-01-05T11:00:00Z"),
          List.of(new Delivery("a b.csv", 12, LANDED), new Delivery("\"é\".csv", 0, LANDED)));

  @TempDir private Path folder;

  @Test
  void aNoteIsTextThatAnyoneCanRead() {
    assertThat(NOTE.json())
        .isEqualTo(
            """
            {
              "format" : 1,
              "readable_by" : "0.1.0",
              "batch" : 42,
              "run_id" : "run-1",
              "created_at" : "2026-01-05T11:00:00Z",
              "files" : [ {
                "path" : "a b.csv",
                "size" : 12,
                "modified_at" : "2026-01-05T10:00:00.123Z"
              }, {
                "path" : "\\"é\\".csv",
                "size" : 0,
                "modified_at" : "2026-01-05T10:00:00.123Z"
              } ]
            }
            """);
    assertThat(DeliveryNote.parse(NOTE.json())).isEqualTo(NOTE);
  }

  @Test
  void aNoteWithoutAFormatHasTheFirstAndUnknownFieldsArePassedOver() {
    String old = NOTE.json().replaceAll(".*\"(format|readable_by)\".*\n", "");

    assertThat(old).startsWith("{\n  \"batch\"");
    assertThat(DeliveryNote.parse(old)).isEqualTo(NOTE);
    assertThat(DeliveryNote.parse(NOTE.json().replace("{", "{ \"new\" : [ 1 ],"))).isEqualTo(NOTE);
  }

  @Test
  void aNoteOfANewerFormatIsUnsafeAndNotDamaged() throws IOException {
    Files.writeString(
        folder.resolve("000001.json"), "{\"format\" : 3, \"readable_by\" : \"0.3.0\"}");

    for (ThrowingCallable read :
        List.<ThrowingCallable>of(
            () -> notes().read(1), () -> notes().after(0), () -> notes().isWhole(1))) {
      Problem problem = catchThrowableOfType(Problem.class, read);
      assertThat(problem.outcome()).isEqualTo(Outcome.UNSAFE);
      assertThat(problem)
          .hasMessage(
              "Cannot read delivery note 000001.json of shop: it has format 3, and Sluice 0.1.0 reads formats up to 2");
      assertThat(problem.nextStep()).isEqualTo("use Sluice 0.3.0 or later for this pipeline");
    }
  }

  @Test
  void brokenTextIsNoNote() {
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "{\"batch\": 1}",
            NOTE.json().replace("size", "bytes"),
            NOTE.json().replace("\"format\" : 1", "\"format\" : -1"),
            NOTE.json().replace("2026-01-05T11", "yesterday"))) {
      assertThatThrownBy(() -> DeliveryNote.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> DeliveryNote.parse(NOTE.json().substring(0, 100)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void notesDeliveriesInOrderAFewABatch() {
    List<Delivery> files =
        List.of("a", "b", "c", "d", "e").stream()
            .map(name -> new Delivery(name, 1, LANDED))
            .toList();

    List<DeliveryNote> written = notes().write(files, 2, 0, "run-1");

    assertThat(written).extracting(DeliveryNote::batch).containsExactly(1L, 2L, 3L);
    assertThat(written).extracting(DeliveryNote::runId).containsOnly("run-1");
    assertThat(written)
        .extracting(DeliveryNote::files)
        .containsExactly(files.subList(0, 2), files.subList(2, 4), files.subList(4, 5));
    assertThat(notes().after(0)).isEqualTo(written);
    assertThat(notes().after(1)).isEqualTo(written.subList(1, 3));
    assertThat(notes().read(2)).isEqualTo(written.get(1));
    assertThat(notes().last()).isEqualTo(3);
  }

  @Test
  void thereMayBeNone() {
    assertThat(notes().last()).isZero();
    assertThat(notes().after(0)).isEmpty();
    assertThat(notes().write(List.of(), 10, 0, "run-1")).isEmpty();
  }

  @Test
  void neverWritesOverANote() {
    List<Delivery> files = List.of(new Delivery("a", 1, LANDED));
    List<DeliveryNote> first = notes().write(files, 1, 0, "run-1");

    Problem problem =
        catchThrowableOfType(Problem.class, () -> notes().write(files, 1, 0, "run-2"));

    assertThat(problem.outcome()).isEqualTo(Outcome.BUSY);
    assertThat(problem)
        .hasMessage("Cannot write delivery note 1 of shop: another run has written it");
    assertThat(notes().after(0)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aMissingNoteIsUnsafe(int missing) throws IOException {
    List<Delivery> files =
        Stream.of("a", "b", "c").map(name -> new Delivery(name, 1, LANDED)).toList();
    notes().write(files, 1, 0, "run-1");
    Files.delete(folder.resolve("00000%d.json".formatted(missing)));

    Problem problem = catchThrowableOfType(Problem.class, () -> notes().after(3));

    assertThat(problem.outcome()).isEqualTo(Outcome.UNSAFE);
    assertThat(problem)
        .hasMessage(
            "Cannot trust the delivery notes of shop: note 00000%d.json is missing"
                .formatted(missing));
    assertThat(problem.nextStep()).isEqualTo("./sluice doctor --pipeline shop");
  }

  @Test
  void aTornNoteIsUnsafe() throws IOException {
    Files.writeString(folder.resolve("000003.json"), "{\"batch\": 3");

    Problem problem = catchThrowableOfType(Problem.class, () -> notes().read(3));

    assertThat(problem.outcome()).isEqualTo(Outcome.UNSAFE);
    assertThat(problem.nextStep()).isEqualTo("./sluice doctor --pipeline shop");
    assertThat(problem)
        .hasMessageStartingWith(
            "Cannot read delivery note %s: "
                .formatted(new org.apache.hadoop.fs.Path(folder.toUri() + "000003.json")));
  }

  private DeliveryNotes notes() {
    return new DeliveryNotes(
        new Storage(new Configuration()), new org.apache.hadoop.fs.Path(folder.toUri()), "shop");
  }
}
