// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.times.AmbiguousTimes;
import io.sluice.times.PatternCheck;
import io.sluice.times.TimeZones;
import io.sluice.times.Times;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/** Reads the section {@code source} of pipeline.yaml. */
final class SourceReader {
  /** Names files that come from others than Sluice. */
  private static final String FILES = "files";

  private static final int FILES_PER_BATCH = 1000;
  private static final int MAX_FIELD_LENGTH = 65_536;
  private static final List<String> TIMESTAMP_FORMATS = List.of("yyyy-MM-dd HH:mm:ss");
  private static final List<String> DATE_FORMATS = List.of("yyyy-MM-dd");
  private static final AllowedValue<ZoneId> ZONE =
      new AllowedValue<>(
          "UTC, a region such as Europe/Berlin, or an offset such as +01:00"
              + " (short names such as EST, CST or IST mean several zones)",
          scalar -> TimeZones.read(scalar.value()));
  private static final String FORMAT = "format";
  private static final List<String> KEYS =
      List.of(
          FORMAT,
          FILES,
          "files-per-batch",
          "options",
          "schema",
          "timestamp-formats",
          "date-formats",
          "time-zone",
          "ambiguous-times",
          "max-field-length",
          "extra-columns",
          "archive",
          "personal");

  private SourceReader() {}

  /**
   * @param source empty where anything in it can't be read
   * @param schema empty where the schema can't be read
   */
  record Read(Optional<Source> source, Optional<StructType> schema) {}

  static Read read(Section root) {
    Section source = root.section("source", keys(root.written("source", FORMAT)));
    var named = source.or(FORMAT, Format.CSV, format(any -> true));
    Format format = named.orElse(Format.CSV /* the unknown one is refused already */);
    var files = source.or(FILES, "*." + format.ending(), AllowedValue.FILE_PATTERN);
    if (!format.isPlaced() && source.has(FILES)) {
      source.refuse(FILES, "the key", "none with format: " + format);
    }
    var filesPerBatch = source.or("files-per-batch", FILES_PER_BATCH, AllowedValue.POSITIVE_NUMBER);
    var options = format.options().apply(source);
    var schema =
        source
            .required("schema", AllowedValue.TEXT)
            .flatMap(ddl -> Schemas.read(source, ddl, format.types()));
    var times = times(source);
    var maxFieldLength =
        source.or("max-field-length", MAX_FIELD_LENGTH, AllowedValue.POSITIVE_NUMBER);
    var extraColumns =
        source.or("extra-columns", ExtraColumns.REPORT, AllowedValue.oneOf(ExtraColumns.class));
    var archive = source.or("archive", true, AllowedValue.FLAG);
    var personal = source.listOr("personal", List.of(), columns(schema));
    Optional<Source> built =
        source.built(
            () ->
                new Source(
                    format,
                    files.get(),
                    filesPerBatch.get(),
                    options.get(),
                    schema.get(),
                    times.get(),
                    maxFieldLength.get(),
                    extraColumns.get(),
                    archive.get(),
                    new LinkedHashSet<>(personal.get())));
    return new Read(built, schema);
  }

  /**
   * The same for a reference: one file, which has the schema's columns and no others.
   *
   * @param file its name
   */
  static Read ofReference(Section section, String file) {
    var named = section.or(FORMAT, Format.CSV, format(Format::isPlaced));
    Format format = named.orElse(Format.CSV /* the unknown one is refused already */);
    var options = format.options().apply(section);
    var schema =
        section
            .required("schema", AllowedValue.TEXT)
            .flatMap(ddl -> Schemas.read(section, ddl, format.types()));
    var times = times(section);
    var maxFieldLength =
        section.or("max-field-length", MAX_FIELD_LENGTH, AllowedValue.POSITIVE_NUMBER);
    var personal = section.listOr("personal", List.of(), columns(schema));
    Optional<Source> built =
        section.built(
            () ->
                new Source(
                    format,
                    file,
                    1 /* file */,
                    options.get(),
                    schema.get(),
                    times.get(),
                    maxFieldLength.get(),
                    ExtraColumns.REJECT,
                    false /* no archive */,
                    new LinkedHashSet<>(personal.get())));
    return new Read(built, schema);
  }

  private static Optional<Times> times(Section source) {
    var zone = source.or("time-zone", Times.ZONE, ZONE);
    var ambiguous =
        source.or(
            "ambiguous-times", AmbiguousTimes.QUARANTINE, AllowedValue.oneOf(AmbiguousTimes.class));
    ZoneId known = zone.orElse(Times.ZONE /* the unknown one is refused already */);
    var timestamps =
        source.listOr(
            "timestamp-formats", TIMESTAMP_FORMATS, pattern(new PatternCheck(true, known)));
    var dates =
        source.listOr("date-formats", DATE_FORMATS, pattern(new PatternCheck(false, known)));
    return source.built(
        () -> new Times(timestamps.get(), dates.get(), zone.get(), ambiguous.get()));
  }

  private static AllowedValue<String> pattern(PatternCheck check) {
    return AllowedValue.text(
            "a pattern of java.time's DateTimeFormatter that gives a whole date,"
                + " such as yyyy-MM-dd HH:mm:ss",
            text -> check.objection(text).isEmpty())
        .objecting(text -> check.objection(text).map(why -> ", " + why).orElse(""));
  }

  private static AllowedValue<Format> format(Predicate<Format> isAllowed) {
    return AllowedValue.oneOf(Format.all().stream().filter(isAllowed).toList());
  }

  /** The keys of a source, of which some go with its format. */
  private static List<String> keys(Optional<String> format) {
    return Stream.concat(
            KEYS.stream(),
            Format.all().stream()
                .filter(each -> format.equals(Optional.of(each.label())))
                .flatMap(each -> each.keys().stream()))
        .toList();
  }

  /** Without a schema any column may be the right one; the missing schema is what gets reported. */
  static AllowedValue<String> columns(Optional<StructType> schema) {
    if (schema.isEmpty()) {
      return AllowedValue.TEXT;
    }
    return AllowedValue.name("columns of the schema: ", Arrays.asList(schema.get().fieldNames()));
  }
}
