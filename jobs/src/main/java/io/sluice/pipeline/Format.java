// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A format of landed files, as far as pipeline.yaml speaks of it. How its files are read is in
 * {@code io.sluice.format}.
 *
 * @param label its name in pipeline.yaml
 * @param ending of its files' names
 * @param types the types that its columns may have
 * @param keys its own keys of the section {@code source}, besides those of all formats
 * @param isPlaced whether its files are put where they are by people and their programs, as those
 *     of references are
 * @param options reads {@code source.options} and its own keys, out of the section {@code source}
 */
public record Format(
    String label,
    String ending,
    Schemas.Types types,
    List<String> keys,
    boolean isPlaced,
    Function<Section, Optional<? extends FormatOptions>> options) {

  private static final Map<String, Format> FORMATS =
      Collections.synchronizedMap(new LinkedHashMap<>());

  public static final Format CSV = add(new Format("csv", Schemas.TEXT, CsvOptions::read));

  public static final Format JSON = add(new Format("json", Schemas.NESTED, JsonOptions::read));

  public static final Format PARQUET =
      add(new Format("parquet", Schemas.NESTED, ParquetOptions::read));

  /** Messages, which the job {@code land} puts into files. */
  public static final Format KAFKA =
      add(
          new Format(
              "kafka",
              PARQUET.ending,
              Schemas.NESTED,
              KafkaOptions.KEYS,
              /* isPlaced */ false,
              KafkaOptions::read));

  /** A format of files that end with its name, without keys of its own. */
  public Format(
      String label,
      Schemas.Types types,
      Function<Section, Optional<? extends FormatOptions>> options) {
    this(label, label, types, List.of(), /* isPlaced */ true, options);
  }

  /** Lets pipelines name a format. */
  public static Format add(Format format) {
    FORMATS.put(format.label, format);
    return format;
  }

  /** Takes back what {@link #add} did. */
  public static void remove(Format format) {
    FORMATS.remove(format.label);
  }

  /** Formats that pipelines may name. */
  public static Collection<Format> all() {
    return FORMATS.values();
  }

  @Override
  public String toString() {
    return label;
  }
}
