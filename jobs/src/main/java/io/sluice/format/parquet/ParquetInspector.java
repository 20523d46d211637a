// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.Source;
import io.sluice.storage.Storage;
import io.sluice.unpack.FileKind;
import io.sluice.unpack.LandedFile;
import io.sluice.unpack.Refusal;
import io.sluice.unpack.Unpacked;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/**
 * Looks at one file before it is read, in a Spark task: whether it can be read at all, its columns,
 * and the number of its records, by its footer.
 */
record ParquetInspector(StructType schema, ExtraColumns extraColumns) implements Serializable {
  static final String FORMAT = "Parquet";

  /**
   * @param columns null where the file holds nothing, or can't be read
   * @param rejection why the file can't be read, empty where it can
   */
  record Inspected(FileSchema columns, String rejection, long records) implements Serializable {
    private static Inspected rejected(String reason) {
      return new Inspected(null, reason, 0);
    }

    boolean isRejected() {
      return !rejection.isEmpty();
    }
  }

  ParquetInspector(Source source) {
    this(source.schema(), source.extraColumns());
  }

  /**
   * @throws IOException where looking at the file again may help
   */
  Inspected inspect(Path file, Configuration hadoop) throws IOException {
    try {
      return new LandedFile(file, hadoop)
          .read(Set.of(FileKind.PARQUET), bytes -> inspect(file, hadoop, bytes));
    } catch (Refusal e) {
      return Inspected.rejected(e.reason(FORMAT));
    }
  }

  private Inspected inspect(Path file, Configuration hadoop, Unpacked bytes) throws IOException {
    byte[] head = bytes.head();
    if (head.length == 0 && !bytes.isPacked()) {
      return new Inspected(null, "", 0);
    }
    try {
      requireKind(head, bytes);
      Footer footer = Footer.read(file, hadoop);
      FileSchema columns =
          FileSchema.of(footer.schema(), schema, extraColumns, Calendar.of(footer.notes()));
      return checked(file, hadoop, footer, columns);
    } catch (Rejected e) {
      return Inspected.rejected(e.getMessage());
    }
  }

  private static Inspected checked(
      Path file, Configuration hadoop, Footer footer, FileSchema columns)
      throws IOException, Rejected {
    try {
      Int96Check.require(file, hadoop, footer.schema(), columns.names());
      return new Inspected(columns, "", footer.records());
    } catch (IOException | RuntimeException e) { // Parquet throws what Java can't foresee
      Optional<String> damage = new OwnDamage(file, new Storage(hadoop)).reason(e);
      if (damage.isEmpty()) {
        throw e;
      }
      return Inspected.rejected(damage.get());
    }
  }

  static void requireKind(byte[] head, Unpacked bytes) throws Rejected {
    if (bytes.isPacked()) {
      throw Rejected.otherKind(
          "it is packed by %s, and Parquet files are compressed within"
              .formatted(bytes.compression().orElseThrow()),
          "unpack it");
    }
    String beginning = new String(head, StandardCharsets.ISO_8859_1);
    if (beginning.startsWith(Footer.ENCRYPTED_MAGIC)) {
      throw Footer.encryptedFooter();
    } else if (!beginning.startsWith(Footer.MAGIC)) {
      throw Rejected.otherKind("it doesn't begin as Parquet files do", "export it as Parquet");
    }
  }
}
