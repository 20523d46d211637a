// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.problem.Problem;
import io.sluice.text.Escaped;

/**
 * Format of the records in a change log and of delivery notes. It gets a new number with every
 * change that an older version of Sluice would misread; new fields that it may pass over are none.
 */
public final class FormatVersion {
  private static final int FIRST = 1;

  /**
   * Of records after which a table's columns may be newer than some of its files, and of those that
   * say how far an export is.
   */
  private static final int SECOND = 2;

  private static final int CURRENT = SECOND;

  private static final String FORMAT = "format";
  private static final String BY = "readable_by";

  private FormatVersion() {}

  /** A file that only a newer version of Sluice can read. */
  public static final class Newer extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reader;

    private Newer(JsonNode file) {
      super(
          "it has format %d, and Sluice %s reads formats up to %d"
              .formatted(file.path(FORMAT).asLong(), Version.CURRENT, CURRENT));
      this.reader =
          file.has(BY)
              ? "Sluice %s or later".formatted(Escaped.escaped(file.path(BY).asText()))
              : "a newer version of Sluice";
    }

    /**
     * The problem that a run ends with. Nothing is damaged, so that its remedy isn't doctor.
     *
     * @param file what can't be read, as in {@code record 000042.json of the change log of shop}
     */
    public Problem problem(String file) {
      return Problem.unsafe(
              "Cannot read %s: %s".formatted(file, getMessage()),
              "use %s for this pipeline".formatted(reader))
          .causedBy(this);
    }
  }

  /** Begins a new record or note that every version reads. */
  public static void write(ObjectNode file) {
    file.put(FORMAT, FIRST).put(BY, "0.1.0");
  }

  /**
   * Begins a new record that earlier versions would misread. They take a column that is newer than
   * a file for damage, and their doctor would take it back; they know no change of kind export.
   */
  public static void writeSecond(ObjectNode file) {
    file.put(FORMAT, SECOND).put(BY, "0.2.0");
  }

  /**
   * Checks a record or note before anything else in it is read; one without a format has the first.
   *
   * @throws Newer where it has a newer format
   * @throws IllegalArgumentException where it is damaged
   */
  public static void requireKnown(JsonNode file) {
    JsonNode format = file.path(FORMAT);
    if (!format.isMissingNode() && !(format.isIntegralNumber() && format.asLong() > 0)) {
      throw new IllegalArgumentException("its format is " + format);
    } else if (format.asLong() > CURRENT) {
      throw new Newer(file);
    }
  }
}
