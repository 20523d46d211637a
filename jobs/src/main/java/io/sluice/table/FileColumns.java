// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * Columns as a table's data files have them, by their own footers. Delta never compares the two: a
 * column that only the files have is lost to readers, and one of another type can't be read. One
 * that only the table has is none of its misfits: it came later, and is null in the file's rows.
 *
 * @param table its folder
 * @param columns those that it should have, partitions too
 */
record FileColumns(Storage storage, Path table, StructType columns) {
  private static final Logger log = LogManager.getLogger(FileColumns.class);

  /** Under this key Spark notes in a file's footer what the rows were when it wrote them. */
  private static final String AS_WRITTEN = "org.apache.spark.sql.parquet.row.metadata";

  /** Files with other columns. */
  List<LiveFiles.Misfit> misfits(List<AddFile> files) {
    List<LiveFiles.Misfit> misfits = new ArrayList<>();
    String how = "of %s opened".formatted(table.getName());
    for (AddFile file : storage.progress().each(files, "file", how)) {
      misfit(file).ifPresent(misfits::add);
    }
    return misfits;
  }

  /** Tells whether any of some files has no other columns than these. */
  boolean fitAny(List<AddFile> files) {
    return files.stream().anyMatch(file -> misfit(file).isEmpty());
  }

  Optional<LiveFiles.Misfit> misfit(AddFile file) {
    Path path = LiveFiles.absolute(table, file.path());
    Map<String, String> partition = JavaConverters.mapAsJavaMap(file.partitionValues());
    StructType expected = new StructType();
    for (var field : columns.fields()) {
      if (!partition.containsKey(field.name())) {
        expected = expected.add(field);
      }
    }
    StructType own = expected;
    return asWritten(path)
        .filter(written -> !Columns.differencesButNew(written, own, "it").isEmpty())
        .map(written -> Columns.differences(own, written, "the table"))
        .map(differences -> new LiveFiles.Misfit(path, partition, differences));
  }

  /**
   * @param pipeline for the remedy
   * @throws Problem UNSAFE where one of some files has other columns
   */
  void require(List<AddFile> files, String relation, String pipeline) {
    for (AddFile file : files) {
      misfit(file)
          .ifPresent(
              other -> {
                throw Problem.unsafe(
                    "Cannot go on with %s: the table's columns are not those of its rows; in %s %s"
                        .formatted(
                            relation,
                            other.path().getName(),
                            String.join(", ", other.differences())),
                    "./sluice doctor --pipeline " + pipeline);
              });
    }
  }

  /** Columns that a file was written with; empty where it says nothing of them. */
  private Optional<StructType> asWritten(Path file) {
    ParquetReadOptions withoutRows =
        HadoopReadOptions.builder(storage.hadoop(), file)
            .withMetadataFilter(ParquetMetadataConverter.SKIP_ROW_GROUPS)
            .build();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, storage.hadoop()), withoutRows)) {
      return Optional.ofNullable(
              reader.getFooter().getFileMetaData().getKeyValueMetaData().get(AS_WRITTEN))
          .map(json -> (StructType) DataType.fromJson(json));
    } catch (IOException | RuntimeException e) { // Parquet throws what Java can't foresee
      log.debug("Cannot read the footer of {}: who reads its rows meets the same", file, e);
      return Optional.empty();
    }
  }
}
