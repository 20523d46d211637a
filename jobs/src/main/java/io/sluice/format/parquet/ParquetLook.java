// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.unpack.FileKind;
import io.sluice.unpack.LandedFile;
import io.sluice.unpack.Refusal;
import io.sluice.unpack.Unpacked;
import java.io.IOException;
import java.io.Serializable;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/**
 * What the footer of a file says that is to have columns that the caller knows, of types that it
 * reads by itself.
 *
 * @param rejection why the file can't be read, empty where it can
 */
public record ParquetLook(String rejection, long records) implements Serializable {
  public static final String FORMAT = ParquetInspector.FORMAT;

  /**
   * Looks at a file.
   *
   * @param schema whose columns the file has to have
   * @throws IOException where looking again may help
   */
  public static ParquetLook at(Path file, Configuration hadoop, StructType schema)
      throws IOException {
    try {
      return new LandedFile(file, hadoop)
          .read(Set.of(FileKind.PARQUET), bytes -> look(file, hadoop, schema, bytes));
    } catch (Refusal e) {
      return new ParquetLook(e.reason(FORMAT), 0);
    }
  }

  public boolean isRejected() {
    return !rejection.isEmpty();
  }

  private static ParquetLook look(
      Path file, Configuration hadoop, StructType schema, Unpacked bytes) throws IOException {
    byte[] head = bytes.head();
    if (head.length == 0 && !bytes.isPacked()) {
      return new ParquetLook("", 0);
    }
    try {
      ParquetInspector.requireKind(head, bytes);
      Footer footer = Footer.read(file, hadoop);
      for (String column : schema.fieldNames()) {
        if (!footer.schema().containsField(column)) {
          throw Rejected.mismatch("it has no column %s; put only what land writes there", column);
        }
      }
      return new ParquetLook("", footer.records());
    } catch (Rejected e) {
      return new ParquetLook(e.getMessage(), 0);
    }
  }
}
