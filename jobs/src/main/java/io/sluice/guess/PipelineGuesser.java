// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.format.SourceFormats;
import io.sluice.guess.types.FieldGuess;
import io.sluice.guess.types.FieldGuesser;
import io.sluice.guess.types.GuessContext;
import io.sluice.guess.types.SharedFormats;
import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.Source;
import io.sluice.record.RecordFields;
import io.sluice.sample.Sample;
import io.sluice.times.Times;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * Guesses a whole pipeline from a sample.
 *
 * @param pipeline its name
 * @param file name of the sample
 * @param wishes what isn't to be guessed
 * @param now the clock of the machine
 */
public record PipelineGuesser(
    String pipeline, String file, Sample sample, Wishes wishes, Instant now) {
  private static final int FILES_PER_BATCH = 1000;
  private static final int MAX_FIELD_LENGTH = 65_536;

  /** That no value is missing says little of fewer records. */
  private static final int ENOUGH_FOR_REQUIRED = 50;

  /** A gate lets a batch pass with as many of its records quarantined. */
  private static final int RECORDS_PER_UNFIT = 10;

  private static final int MOST_SHOWN = 6;

  /**
   * The pipeline. A few values that don't fit a column's type are taken for mistakes, unless too
   * many records have one.
   *
   * @throws io.sluice.problem.Problem INVALID where nothing is a key, or a wish can't be met
   */
  public PipelineGuess guess() {
    PipelineGuess guess = guess(/* takesStrays */ true);
    return guess.unfit() * RECORDS_PER_UNFIT > sample.records() ? guess(false) : guess;
  }

  private PipelineGuess guess(boolean takesStrays) {
    UsableFields usable = UsableFields.of(sample.fields());
    ZoneId zone = wishes.zone().orElse(ZoneId.of("UTC"));
    GuessContext context =
        GuessContext.of(usable.fields(), sample.options().numbers(), takesStrays, zone);
    FieldGuesser guesser = new FieldGuesser(context);
    SharedFormats formats =
        SharedFormats.of(usable.fields().stream().map(guesser::of).toList(), context);
    Times times = formats.times(zone);
    OutputNames names = new OutputNames();
    OutputColumns made = new OutputColumns(formats.fields(), guesser, times, names);
    List<OutputColumn> columns = made.columns();
    List<OutputColumn> all = new ArrayList<>(columns);
    all.addAll(made.inner());
    EventDate eventDate = new EventDateGuess(all, sample.records(), wishes, names).guess();
    int[] identities = identities();
    Integer[] days =
        IntStream.range(0, sample.records())
            .mapToObj(i -> eventDate.day(i, now))
            .toArray(Integer[]::new);
    Key key = new KeyGuess(pipeline, all, identities, days, wishes).guess();
    List<OutputColumn> chosen = new ArrayList<>(key.columns());
    if (eventDate.expression().isEmpty()) {
      eventDate.column().ifPresent(chosen::add);
    }
    List<OutputColumn> selected = new ArrayList<>(columns);
    chosen.stream().filter(each -> !selected.contains(each)).forEach(selected::add);
    Source source = source(formats, times, required(formats.fields(), key, eventDate));
    String table = table();
    List<String> required =
        Arrays.stream(source.schema().fields())
            .filter(field -> !field.nullable())
            .map(field -> field.name())
            .toList();
    List<GuessedRule> rules =
        new RuleGuess(formats.fields(), selected, required, eventDate, sample.records(), now)
            .guess();
    boolean[] fits = fits(source, selected);
    return new PipelineGuess(
        pipeline,
        file,
        sample,
        source,
        formats.fields(),
        Stream.concat(sample.leftOut().stream(), usable.leftOut().stream()).toList(),
        table,
        selected,
        key,
        eventDate,
        rules,
        DailyFigures.of(table, selected, key.columns(), eventDate, sample.records()),
        (int) IntStream.range(0, fits.length).filter(i -> !fits[i]).count(),
        shown(fits, key, eventDate, rules));
  }

  /** A number for each record, the same for those that are equal in everything. */
  private int[] identities() {
    Map<List<String>, Integer> known = new HashMap<>();
    return IntStream.range(0, sample.records())
        .map(
            i -> {
              List<String> texts = new ArrayList<>();
              sample.fields().forEach(field -> texts.add(field.texts().of(i)));
              return known.computeIfAbsent(texts, unseen -> i);
            })
        .toArray();
  }

  /** Names of the fields that no record may lack. */
  private Set<String> required(List<FieldGuess> fields, Key key, EventDate eventDate) {
    Set<String> needed = new TreeSet<>();
    Stream.concat(key.columns().stream(), eventDate.column().stream())
        .map(OutputColumn::origin)
        .forEach(
            origin -> {
              needed.add(origin);
              needed.add(origin.replaceFirst("\\..*$", "")); // of a field of an object
            });
    Set<String> required = new LinkedHashSet<>();
    for (FieldGuess field : fields) {
      boolean isComplete = field.texts().missing() == 0;
      boolean isSure = sample.records() >= ENOUGH_FOR_REQUIRED;
      if (isComplete && (isSure || needed.contains(field.name()))) {
        required.add(field.name());
      }
    }
    return required;
  }

  private Source source(SharedFormats formats, Times times, Set<String> required) {
    StructType schema = new StructType();
    Set<String> personal = new LinkedHashSet<>();
    int longest = 0;
    for (FieldGuess field : formats.fields()) {
      schema = schema.add(field.name(), field.type(), !required.contains(field.name()));
      if (field.isPersonal()) {
        personal.add(field.name());
      }
      longest =
          Math.max(
              longest, field.texts().present().stream().mapToInt(String::length).max().orElse(0));
    }
    return new Source(
        sample.format(),
        FilesPattern.of(file, sample.format()),
        FILES_PER_BATCH,
        sample.options(),
        schema,
        times,
        longest > MAX_FIELD_LENGTH ? 2 * longest : MAX_FIELD_LENGTH,
        ExtraColumns.REPORT,
        true /* archive */,
        personal);
  }

  private String table() {
    String own = Relations.RESERVED.contains(pipeline) ? pipeline + "_rows" : pipeline;
    return wishes.table().orElse(own);
  }

  /** Which records the engine's own typing takes, asked as it is where files land. */
  private boolean[] fits(Source source, List<OutputColumn> columns) {
    RecordFields fields = SourceFormats.of(source).typing().fields();
    Object[] values = new Object[source.schema().length()];
    boolean[] fits = new boolean[sample.records()];
    for (int i = 0; i < fits.length; i++) {
      int record = i;
      fits[i] =
          sample.raw().map(raw -> fields.type(raw.of(source.schema(), record), values)).orElse(true)
              && columns.stream().noneMatch(column -> column.isRefused(record));
    }
    return fits;
  }

  /**
   * Records for a test case that are published, no two with the same key: one of each date before
   * others, since validate tries aggregations by date on them.
   */
  private List<Integer> shown(
      boolean[] fits, Key key, EventDate eventDate, List<GuessedRule> rules) {
    boolean asksFuture =
        rules.stream().anyMatch(rule -> rule.name().endsWith("_not_in_the_future"));
    List<Integer> ofNewDates = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    Set<List<Object>> keys = new LinkedHashSet<>();
    Set<Integer> dates = new LinkedHashSet<>();
    for (int i = 0; i < fits.length && ofNewDates.size() < MOST_SHOWN; i++) {
      int record = i;
      boolean keepsRules =
          !asksFuture
              || RuleGuess.isBefore(eventDate.column().orElseThrow(), i, RuleGuess.LANDED_IN_TESTS);
      Integer day = eventDate.day(i, now);
      if (fits[i]
          && keepsRules
          && day != null
          && keys.add(key.columns().stream().map(column -> column.value(record)).toList())) {
        (dates.add(day) ? ofNewDates : others).add(i);
      }
    }
    return Stream.concat(ofNewDates.stream(), others.stream()).limit(MOST_SHOWN).sorted().toList();
  }
}
