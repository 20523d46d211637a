// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.JsonOptions;
import io.sluice.pipeline.Source;
import io.sluice.unpack.FileKind;
import io.sluice.unpack.LandedFile;
import io.sluice.unpack.Refusal;
import io.sluice.unpack.Unpacked;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import scala.Tuple2;

/**
 * Looks at one file before its records are read, in a Spark task: whether it can be read at all,
 * the number of its records, and the names in it that the schema doesn't have.
 *
 * @param most how many bytes of its lines are looked at, unpacked; some more may be, and documents
 *     are looked at whole
 */
record JsonInspector(
    JsonOptions options, StructReader schema, boolean rejectsUnknown, List<Integer> keys, long most)
    implements Serializable {
  static final String FORMAT = "JSON";
  static final Set<FileKind> TAKEN = Set.of(FileKind.JSON);
  private static final Set<String> DOCUMENT_STARTS = Set.of("{", "[", "[{");
  private static final int HEAD = 4;

  /**
   * @param rejection why the file can't be read, empty where it can
   * @param isPacked whether the file is compressed
   * @param isWhole whether all of it was looked at; else {@code records} are only the first
   */
  record Inspected(
      String rejection,
      long records,
      long blankLines,
      List<String> unknown,
      boolean isPacked,
      boolean isWhole)
      implements Serializable {
    private static Inspected rejected(String reason) {
      return new Inspected(reason, 0, 0, List.of(), false, true);
    }

    boolean isRejected() {
      return !rejection.isEmpty();
    }
  }

  JsonInspector(Source source, List<String> keyColumns) {
    this(source, keyColumns, Long.MAX_VALUE);
  }

  JsonInspector(Source source, List<String> keyColumns, long most) {
    this(
        JsonFormat.options(source),
        new StructReader(source.schema(), source),
        source.extraColumns() == ExtraColumns.REJECT,
        new ArrayList<>(keyColumns.stream().map(source.schema()::fieldIndex).toList()),
        most);
  }

  /**
   * Looks at a file, and hashes the keys of its records as {@link RecordKeys} does.
   *
   * @throws IOException where looking at the file again may help
   */
  Tuple2<Inspected, long[]> inspect(Path file, Configuration hadoop) throws IOException {
    RecordKeys found = new RecordKeys(keys);
    try {
      Inspected inspected =
          new LandedFile(file, hadoop).read(TAKEN, bytes -> inspect(bytes, found));
      return new Tuple2<>(inspected, inspected.isRejected() ? new long[0] : found.all());
    } catch (Refusal e) {
      return new Tuple2<>(Inspected.rejected(e.reason(FORMAT)), new long[0]);
    }
  }

  private Inspected inspect(Unpacked bytes, RecordKeys found) throws IOException {
    PushbackInputStream in = new PushbackInputStream(bytes, HEAD);
    byte[] head = in.readNBytes(HEAD);
    in.unread(head);
    if (isWide(head)) {
      return Inspected.rejected(Rejection.encoding());
    }
    UnknownFields unknown = new UnknownFields();
    Inspected inspected =
        options.multiLine()
            ? document(in, unknown, found, bytes.isPacked())
            : lines(in, unknown, found, bytes.isPacked());
    return rejectsUnknown && !inspected.isRejected() && !inspected.unknown().isEmpty()
        ? Inspected.rejected(Rejection.unknownFields(inspected.unknown()))
        : inspected;
  }

  /** UTF-16 and UTF-32 have a mark of their own, or zeros around the first bracket. */
  private static boolean isWide(byte[] head) {
    for (byte b : head) {
      if (b == 0 || b == (byte) 0xfe || b == (byte) 0xff) {
        return true;
      }
    }
    return false;
  }

  private Inspected lines(
      PushbackInputStream in, UnknownFields unknown, RecordKeys found, boolean isPacked)
      throws IOException {
    LineScanner lines = new LineScanner(in);
    JsonCursor cursor = new JsonCursor();
    boolean isCut = false;
    while (!isCut && lines.next()) {
      cursor.begin(lines.bytes(), lines.from(), lines.to());
      try {
        schema.lookThroughRecord(cursor, unknown, found);
      } catch (JsonFault e) {
        // the reason against the record
      }
      isCut = lines.read() > most;
    }
    if (lines.isTooLong()) {
      return Inspected.rejected(Rejection.recordTooLong());
    } else if (lines.hasOnlyReturns()) {
      return Inspected.rejected(Rejection.lineEnds());
    } else if (DOCUMENT_STARTS.contains(lines.first())) {
      return Inspected.rejected(Rejection.oneDocument(lines.first()));
    }
    return new Inspected("", lines.records(), lines.blankLines(), unknown.all(), isPacked, !isCut);
  }

  private Inspected document(
      PushbackInputStream in, UnknownFields unknown, RecordKeys found, boolean isPacked)
      throws IOException {
    ElementCount count = new ElementCount(in, options.records());
    JsonCursor cursor = new JsonCursor();
    long read = 0;
    try {
      JsonDocument document =
          new JsonDocument(
              count,
              options.records(),
              (bytes, length) -> {
                cursor.begin(bytes, 0, length);
                skip(cursor);
              });
      for (byte[] record = document.next(); record != null; record = document.next()) {
        read++;
        cursor.begin(record);
        lookThrough(cursor, unknown, found, read);
      }
    } catch (JsonFault e) {
      return Inspected.rejected(Rejection.invalid(e));
    } catch (JsonDocument.Unfit e) {
      return Inspected.rejected(e.getMessage());
    }
    return new Inspected("", count.records(), 0, unknown.all(), isPacked, true);
  }

  private static void skip(JsonCursor cursor) {
    try {
      cursor.skip();
      cursor.finish();
    } catch (JsonFault e) {
      if (e.kind() == JsonFault.Kind.INVALID_JSON) {
        throw e;
      }
    }
  }

  /** What is deep is JSON nevertheless, and only the record is refused. */
  private void lookThrough(JsonCursor cursor, UnknownFields unknown, RecordKeys found, long number)
      throws JsonDocument.Unfit {
    try {
      schema.lookThroughRecord(cursor, unknown, found);
    } catch (JsonFault e) {
      if (e.kind() == JsonFault.Kind.INVALID_JSON) {
        throw new JsonDocument.Unfit(Rejection.invalid(number, e));
      }
    }
  }
}
