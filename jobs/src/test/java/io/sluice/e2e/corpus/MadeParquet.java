// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.corpus;

import io.sluice.testing.ParquetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.Type;

/**
 * A Parquet file, described in a case's {@code make}: {@code columns} in the format's own language,
 * and {@code records}, whose values are those that the file holds, uninterpreted: a TIMESTAMP is a
 * number, a DECIMAL its digits, an INT96 its day and nanoseconds, and {@code !!binary} bytes.
 *
 * @param notes what the writer says about itself
 */
record MadeParquet(String columns, List<Map<String, Object>> records, Map<String, String> notes) {

  byte[] bytes() throws IOException {
    Path folder = Files.createTempDirectory("made-");
    List<Consumer<Group>> writers = new ArrayList<>();
    records.forEach(values -> writers.add(group -> fill(group, values)));
    Path file = ParquetFiles.write(folder.resolve("file"), columns, notes, writers);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    Files.delete(folder);
    return bytes;
  }

  private static void fill(Group group, Map<String, Object> values) {
    values.forEach(
        (name, value) -> {
          Type type = group.getType().getType(name);
          if (type.isRepetition(Type.Repetition.REPEATED)) {
            ((List<?>) value).forEach(each -> add(group, type, each));
          } else {
            add(group, type, value);
          }
        });
  }

  @SuppressWarnings("unchecked") // YAML's maps have text for keys here
  private static void add(Group group, Type type, Object value) {
    String name = type.getName();
    if (!type.isPrimitive()) {
      fill(group.addGroup(name), (Map<String, Object>) value);
      return;
    }
    switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> group.append(name, (Boolean) value);
      case INT32 -> group.append(name, ((Number) value).intValue());
      case INT64 -> group.append(name, ((Number) value).longValue());
      case FLOAT -> group.append(name, ((Number) value).floatValue());
      case DOUBLE -> group.append(name, ((Number) value).doubleValue());
      case INT96 -> group.append(name, int96((List<?>) value));
      case BINARY -> group.append(name, bytes(value));
      case FIXED_LEN_BYTE_ARRAY ->
          group.append(
              name, ParquetFiles.decimal(value.toString(), type.asPrimitiveType().getTypeLength()));
    }
  }

  private static Binary int96(List<?> value) {
    return ParquetFiles.int96(
        ((Number) value.get(0)).longValue(), ((Number) value.get(1)).longValue());
  }

  private static Binary bytes(Object value) {
    return value instanceof byte[] bytes
        ? Binary.fromConstantByteArray(bytes)
        : Binary.fromString(MadeFile.repeated((String) value));
  }
}
