// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Texts of a document's records, divided as those of files that land, without a session. */
public final class JsonRecords {
  private JsonRecords() {}

  /**
   * The first records of a document, up to where it is cut off.
   *
   * @param path the names that lead to them
   * @throws IllegalArgumentException where there are none at that path
   */
  public static List<String> of(byte[] document, List<String> path, int most) {
    List<String> records = new ArrayList<>();
    try (JsonDocument reader =
        new JsonDocument(new ByteArrayInputStream(document), path, (bytes, length) -> {})) {
      for (byte[] record = reader.next();
          record != null && records.size() < most;
          record = reader.next()) {
        records.add(new String(record, StandardCharsets.UTF_8));
      }
    } catch (JsonFault e) {
      return records; // what is wrong with a whole document is told when it is inspected
    } catch (JsonDocument.Unfit e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }
}
