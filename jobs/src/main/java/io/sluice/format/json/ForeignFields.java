// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.pipeline.Source;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Fields of JSON texts that the schema doesn't have, for formats whose records are such texts. */
public final class ForeignFields implements Serializable {
  private static final long serialVersionUID = 1;

  private final StructReader schema;

  /**
   * @param source whose records they are
   */
  public ForeignFields(Source source) {
    this.schema = new StructReader(source.schema(), source);
  }

  /**
   * Looks through all texts, in Spark's tasks.
   *
   * @param texts of a file's path and a record, which may be null
   * @return their names by path in the record, of each file that has some
   */
  public Map<String, SortedSet<String>> of(JavaRDD<Tuple2<String, byte[]>> texts) {
    Map<String, SortedSet<String>> all = new LinkedHashMap<>();
    texts
        .mapPartitions(
            records -> {
              Map<String, UnknownFields> found = new LinkedHashMap<>();
              JsonCursor cursor = new JsonCursor();
              RecordKeys none = new RecordKeys(List.of());
              while (records.hasNext()) {
                Tuple2<String, byte[]> record = records.next();
                if (record._2() != null) {
                  cursor.begin(record._2());
                  UnknownFields unknown =
                      found.computeIfAbsent(record._1(), file -> new UnknownFields());
                  lookThrough(cursor, unknown, none);
                }
              }
              return found.entrySet().stream()
                  .map(file -> new Tuple2<>(file.getKey(), file.getValue().all()))
                  .iterator();
            })
        .collect()
        .forEach(
            file -> {
              if (!file._2().isEmpty()) {
                all.computeIfAbsent(file._1(), path -> new TreeSet<>()).addAll(file._2());
              }
            });
    return all;
  }

  /** Why a file with some is rejected, where that is asked for. */
  public static String rejection(List<String> names) {
    return Rejection.unknownFields(names);
  }

  private void lookThrough(JsonCursor cursor, UnknownFields unknown, RecordKeys none) {
    try {
      schema.lookThroughRecord(cursor, unknown, none);
    } catch (JsonFault e) {
      // the reason against the record
    }
  }
}
